-- Tokens by which officers let programs read. Only the hash of a token is kept; one that was ended is gone, and the journal
-- says who drew and who ended it.
CREATE TABLE program (
    token  BYTEA PRIMARY KEY CHECK (octet_length(token) = 32),
    person BIGINT NOT NULL REFERENCES person (id),
    -- What its owner calls it.
    name   TEXT NOT NULL CHECK (name <> ''),
    -- The day on which it was drawn, its last day, and the day of its last use.
    drawn  TEXT NOT NULL CHECK (length(drawn) = 10),
    until  TEXT NOT NULL CHECK (length(until) = 10 AND until >= drawn),
    used   TEXT NOT NULL DEFAULT '' CHECK (length(used) IN (0, 10))
);
CREATE INDEX program_person ON program (person);
