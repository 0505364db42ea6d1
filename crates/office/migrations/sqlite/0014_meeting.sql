-- Meetings of headquarters and committees.
CREATE TABLE meeting (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    place     TEXT NOT NULL,
    committee INTEGER REFERENCES committee (id),
    topic     TEXT NOT NULL,
    title     TEXT NOT NULL CHECK (title <> ''),
    held      TEXT NOT NULL CHECK (length(held) = 10),
    present   TEXT NOT NULL,
    agenda    TEXT NOT NULL,
    minutes   TEXT NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0)
) STRICT;
CREATE INDEX meeting_place ON meeting (place, held);
