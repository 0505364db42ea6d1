-- Where a line of the acts belongs, drawn from what it says: a reader is told what lies in reach of their letters, and of
-- what belongs to no place all.
ALTER TABLE journal ADD COLUMN place TEXT GENERATED ALWAYS AS
    (CASE WHEN what LIKE '{"of":"%' AND json_valid(what) THEN what ->> '$.in' END) VIRTUAL;
