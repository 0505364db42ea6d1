-- Photographs of surveys, made anew before they are kept. The branch's file names them by hash.
CREATE TABLE photograph (
    hash    TEXT NOT NULL CHECK (length(hash) = 64),
    place   TEXT NOT NULL REFERENCES branch (id),
    at      TEXT NOT NULL,
    picture BLOB NOT NULL CHECK (length(picture) > 0),
    PRIMARY KEY (hash, place)
) STRICT;
CREATE TRIGGER photograph_is_never_deleted BEFORE DELETE ON photograph
BEGIN SELECT raise(ABORT, 'nothing of the field is deleted'); END;
CREATE TRIGGER photograph_never_changes BEFORE UPDATE ON photograph
BEGIN SELECT raise(ABORT, 'a photograph never changes'); END;
