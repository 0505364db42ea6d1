-- Secrets of this headquarters: signing keys and the key of the roll.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL CHECK (octet_length(value) = 32)
);

-- The imported county, before its set-up is frozen.
CREATE TABLE county (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    draft TEXT NOT NULL CHECK (draft::json IS NOT NULL)
);

-- The roll of entitled persons, by keyed hash of the national identity number.
CREATE TABLE voter (
    key  BYTEA PRIMARY KEY CHECK (octet_length(key) = 32),
    name TEXT NOT NULL CHECK (name <> '')
);

-- The ledger: one row a person and event. The primary key is the promise that nobody votes twice.
-- There is no sequence, so that the order of check-ins cannot be laid beside the order of ballots; the order in
-- which rows lie on the disk is undone when the ledger is closed.
-- A reference to the roll would lock a row of it for each check-in; the statement that inserts asks the roll.
CREATE TABLE check_in (
    voter   BYTEA PRIMARY KEY CHECK (octet_length(voter) = 32),
    branch  TEXT NOT NULL,
    at      TEXT NOT NULL,
    -- Drawn by the branch for each voter: asked again with the same one, the answer is the same.
    request BYTEA NOT NULL CHECK (octet_length(request) = 32)
);

-- Refused second votes, each once. Who was refused is not kept.
CREATE TABLE refusal (
    request BYTEA PRIMARY KEY CHECK (octet_length(request) = 32),
    branch  TEXT NOT NULL,
    at      TEXT NOT NULL
);

-- The ledger is closed when its row is here; from then on nobody is checked in.
CREATE TABLE closed (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
);

-- The entries of the public record. What is in the tiles can be written again from here.
CREATE TABLE entry (
    sequence BIGINT PRIMARY KEY CHECK (sequence >= 0),
    digest   BYTEA NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    bytes    BYTEA NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 65535)
);

-- Who did what, in chains of hashes; never changed, never deleted. The office's acts are one chain, each writer
-- of the ledger has its own.
CREATE TABLE journal (
    chain    TEXT NOT NULL,
    line     BIGINT NOT NULL CHECK (line > 0),
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    act      TEXT NOT NULL,
    what     TEXT NOT NULL,
    previous BYTEA NOT NULL CHECK (octet_length(previous) = 32),
    hash     BYTEA NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    PRIMARY KEY (chain, line)
);
CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is never changed and never deleted'; END $$;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION journal_stays();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_stays();
