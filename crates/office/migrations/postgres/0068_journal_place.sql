-- Where a line of the acts belongs, drawn from what it says: a reader is told what lies in reach of their letters, and of
-- what belongs to no place all. The first place in it is the line's own; one within a text has its quotes escaped.
ALTER TABLE journal ADD COLUMN place TEXT GENERATED ALWAYS AS
    (CASE WHEN what LIKE '{"of":"%' THEN substring(what FROM '"in":"([^"]*)"') END) STORED;
