-- Meetings of headquarters and committees.
CREATE TABLE meeting (
    id        BIGINT PRIMARY KEY CHECK (id > 0),
    place     TEXT COLLATE "C" NOT NULL,
    committee BIGINT REFERENCES committee (id),
    topic     TEXT NOT NULL,
    title     TEXT NOT NULL CHECK (title <> ''),
    held      TEXT NOT NULL CHECK (length(held) = 10),
    present   TEXT NOT NULL,
    agenda    TEXT NOT NULL,
    minutes   TEXT NOT NULL,
    version   BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX meeting_place ON meeting (place, held);
