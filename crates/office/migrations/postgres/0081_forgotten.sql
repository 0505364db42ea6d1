-- The day was emptied, and whether what lay on the disk of it was overwritten since: until then it is tried again.
CREATE TABLE forgotten (
    id          BIGINT PRIMARY KEY CHECK (id = 1),
    overwritten BIGINT NOT NULL CHECK (overwritten IN (0, 1))
);
