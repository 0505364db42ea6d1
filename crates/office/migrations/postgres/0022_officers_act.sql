-- What both officers of a branch signed at its desk, by the entry of the log that says so, and why; not of whom. Kept after the
-- ledger is closed: it is published with the branch.
CREATE TABLE officers_act (
    session BYTEA NOT NULL CHECK (octet_length(session) = 16),
    counter BIGINT NOT NULL CHECK (counter >= 0),
    branch  TEXT NOT NULL,
    act     TEXT NOT NULL,
    reason  TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (session, counter)
);
