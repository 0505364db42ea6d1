-- The journal becomes several chains: the office's acts, and one for each writer of the ledger, so that writers
-- need not wait for each other. The lines so far are the first lines of the acts; their hashes do not change.
DROP TRIGGER journal_is_never_changed;
DROP TRIGGER journal_is_never_deleted;
ALTER TABLE journal RENAME TO journal_before;
CREATE TABLE journal (
    chain    TEXT NOT NULL,
    line     INTEGER NOT NULL CHECK (line > 0),
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    act      TEXT NOT NULL,
    what     TEXT NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    PRIMARY KEY (chain, line)
) STRICT, WITHOUT ROWID;
INSERT INTO journal (chain, line, at, actor, act, what, previous, hash)
SELECT 'acts', row_number() OVER (ORDER BY id), at, actor, act, what, previous, hash FROM journal_before;
DROP TABLE journal_before;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'the journal is never deleted'); END;

-- Refused second votes, each once: asked again with the same request, it is the same refusal. Who was refused is
-- not kept.
CREATE TABLE refusal (
    request BLOB PRIMARY KEY CHECK (length(request) = 32),
    branch  TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- What was only counted before: a row each, under a request that nobody drew.
INSERT INTO refusal (request, branch, at)
WITH RECURSIVE one (branch, n) AS (
    SELECT branch, count FROM refused UNION ALL SELECT branch, n - 1 FROM one WHERE n > 1
)
SELECT randomblob(32), branch, '' FROM one;
DROP TABLE refused;

-- The ledger is closed when its row is here; from then on nobody is checked in.
CREATE TABLE closed (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
) STRICT;

-- Counting reads the whole ledger, now and then; an index by branch would cost every check-in a page.
DROP INDEX check_in_branch;
