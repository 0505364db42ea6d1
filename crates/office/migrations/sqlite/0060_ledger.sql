-- How far each session of a desk is kept, so that nobody counts its entries to find out: every branch asks every few seconds.
-- A session belongs to the branch that began it.
CREATE TABLE desk_session (
    session BLOB PRIMARY KEY CHECK (length(session) = 16),
    branch  TEXT NOT NULL,
    entries INTEGER NOT NULL CHECK (entries >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO desk_session (session, branch, entries)
SELECT session, min(branch), count(*) FROM desk_entry GROUP BY session;
CREATE INDEX desk_session_branch ON desk_session (branch);

-- The question that an entry ends: each once.
ALTER TABLE desk_entry ADD COLUMN ends INTEGER CHECK (ends >= 0 AND ends < counter);
CREATE UNIQUE INDEX desk_entry_ends ON desk_entry (session, ends) WHERE ends IS NOT NULL;

-- What is told of a question is told by its own branch; another that names it says nothing of it. Taken back it stays so,
-- and a desk's own word comes before that of a strip. The person of an undone check-in of a lost session is not known.
ALTER TABLE told RENAME TO told_before;
DROP INDEX told_pending;
CREATE TABLE told (
    request  BLOB NOT NULL CHECK (length(request) = 32),
    branch   TEXT NOT NULL,
    voter    BLOB CHECK (length(voter) = 32),
    at       TEXT NOT NULL,
    card     BLOB CHECK (length(card) = 32),
    of_strip INTEGER NOT NULL CHECK (of_strip IN (0, 1)),
    PRIMARY KEY (request, branch),
    CHECK (card IS NULL OR voter IS NOT NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO told (request, branch, voter, at, card, of_strip)
SELECT request, branch, voter, at, card, 0 FROM told_before;
DROP TABLE told_before;
CREATE INDEX told_pending ON told (voter) WHERE card IS NOT NULL;

-- Sessions in whose place both officers of a branch put another: nobody is checked in under them any more.
CREATE TABLE superseded (
    session BLOB NOT NULL CHECK (length(session) = 16),
    branch  TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (session, branch)
) STRICT, WITHOUT ROWID;

-- Where the person had voted already. Who it was is not kept.
ALTER TABLE refusal ADD COLUMN first_branch TEXT;
ALTER TABLE refusal ADD COLUMN first_at TEXT;
