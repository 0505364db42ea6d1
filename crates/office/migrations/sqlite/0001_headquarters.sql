-- Secrets of this headquarters: signing keys and the key of the roll.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL CHECK (length(value) = 32)
) STRICT, WITHOUT ROWID;

-- The imported county, before its set-up is frozen.
CREATE TABLE county (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    draft TEXT NOT NULL CHECK (json_valid(draft))
) STRICT;

-- The roll of entitled persons, by keyed hash of the national identity number.
CREATE TABLE voter (
    key  BLOB PRIMARY KEY CHECK (length(key) = 32),
    name TEXT NOT NULL CHECK (name <> '')
) STRICT, WITHOUT ROWID;

-- The ledger: one row a person and event. The primary key is the promise that nobody votes twice.
-- There is no sequence, so that the order of check-ins cannot be laid beside the order of ballots.
CREATE TABLE check_in (
    voter  BLOB PRIMARY KEY REFERENCES voter (key),
    branch TEXT NOT NULL,
    at     TEXT NOT NULL,
    -- Drawn by the branch for each voter: asked again with the same one, the answer is the same.
    request BLOB NOT NULL CHECK (length(request) = 32)
) STRICT, WITHOUT ROWID;
CREATE INDEX check_in_branch ON check_in (branch);

-- Refused second votes, counted by branch.
CREATE TABLE refused (
    branch TEXT PRIMARY KEY,
    count  INTEGER NOT NULL CHECK (count > 0)
) STRICT, WITHOUT ROWID;

-- The entries of the public record. What is in the tiles can be written again from here.
CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 0),
    digest   BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    bytes    BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 65535)
) STRICT;

-- Who did what, chained by hash; never changed, never deleted.
CREATE TABLE journal (
    id       INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    act      TEXT NOT NULL,
    what     TEXT NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'the journal is never deleted'); END;
