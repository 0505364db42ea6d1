-- The day was emptied, and whether what lay on the disk of it was overwritten since: until then it is tried again.
CREATE TABLE forgotten (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    overwritten INTEGER NOT NULL CHECK (overwritten IN (0, 1))
) STRICT;
