-- Files that came with what was said of a decision, as they are kept: under their SHA-256, with the step that they show.
CREATE TABLE decision_file (
    decision INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    -- Their order, as they were chosen.
    nth      INTEGER NOT NULL CHECK (nth > 0),
    hash     TEXT NOT NULL CHECK (length(hash) = 64),
    name     TEXT NOT NULL CHECK (name <> ''),
    kind     TEXT NOT NULL CHECK (kind IN ('pdf', 'picture')),
    size     INTEGER NOT NULL CHECK (size > 0 AND size = length(content)),
    content  BLOB NOT NULL,
    PRIMARY KEY (decision, line, nth),
    UNIQUE (decision, line, hash),
    FOREIGN KEY (decision, line) REFERENCES decision_step (decision, line)
) STRICT;
CREATE INDEX decision_file_hash ON decision_file (decision, hash);
CREATE TRIGGER decision_file_is_never_changed BEFORE UPDATE ON decision_file
BEGIN SELECT raise(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER decision_file_is_never_deleted BEFORE DELETE ON decision_file
BEGIN SELECT raise(ABORT, 'evidence is never deleted'); END;
