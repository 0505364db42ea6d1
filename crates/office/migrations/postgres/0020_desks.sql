-- What the branches' desks wrote down, entry by entry, byte for byte as they sent it. Emptied when the ledger is closed:
-- it holds the order in which voters came, and who voted on which pending card.
CREATE TABLE desk_entry (
    session BYTEA NOT NULL CHECK (octet_length(session) = 16),
    counter BIGINT NOT NULL CHECK (counter >= 0),
    branch  TEXT NOT NULL,
    bytes   BYTEA NOT NULL,
    PRIMARY KEY (session, counter)
);

-- What those entries say of questions that ended without a confirmation, by the question's name: taken back, or, with a
-- card, pending. Emptied with them.
CREATE TABLE told (
    request BYTEA PRIMARY KEY CHECK (octet_length(request) = 32),
    voter   BYTEA NOT NULL CHECK (octet_length(voter) = 32),
    branch  TEXT NOT NULL,
    at      TEXT NOT NULL,
    card    BYTEA CHECK (octet_length(card) = 32)
);
CREATE INDEX told_pending ON told (voter) WHERE card IS NOT NULL;
