-- How far each session of a desk is kept, so that nobody counts its entries to find out: every branch asks every few seconds.
-- A session belongs to the branch that began it.
CREATE TABLE desk_session (
    session BYTEA PRIMARY KEY CHECK (octet_length(session) = 16),
    branch  TEXT NOT NULL,
    entries BIGINT NOT NULL CHECK (entries >= 0)
);
INSERT INTO desk_session (session, branch, entries)
SELECT session, min(branch), count(*) FROM desk_entry GROUP BY session;
CREATE INDEX desk_session_branch ON desk_session (branch);

-- The question that an entry ends: each once.
ALTER TABLE desk_entry ADD COLUMN ends BIGINT CHECK (ends >= 0 AND ends < counter);
CREATE UNIQUE INDEX desk_entry_ends ON desk_entry (session, ends) WHERE ends IS NOT NULL;

-- What is told of a question is told by its own branch; another that names it says nothing of it. Taken back it stays so,
-- and a desk's own word comes before that of a strip. The person of an undone check-in of a lost session is not known.
DROP INDEX told_pending;
ALTER TABLE told DROP CONSTRAINT told_pkey;
ALTER TABLE told ADD PRIMARY KEY (request, branch);
ALTER TABLE told ALTER COLUMN voter DROP NOT NULL;
ALTER TABLE told ADD COLUMN of_strip BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE told ADD CHECK (card IS NULL OR voter IS NOT NULL);
CREATE INDEX told_pending ON told (voter) WHERE card IS NOT NULL;

-- Sessions in whose place both officers of a branch put another: nobody is checked in under them any more.
CREATE TABLE superseded (
    session BYTEA NOT NULL CHECK (octet_length(session) = 16),
    branch  TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (session, branch)
);

-- Where the person had voted already. Who it was is not kept.
ALTER TABLE refusal ADD COLUMN first_branch TEXT;
ALTER TABLE refusal ADD COLUMN first_at TEXT;
