-- What the branches' desks wrote down, entry by entry, byte for byte as they sent it. Emptied when the ledger is closed:
-- it holds the order in which voters came, and who voted on which pending card.
CREATE TABLE desk_entry (
    session BLOB NOT NULL CHECK (length(session) = 16),
    counter INTEGER NOT NULL CHECK (counter >= 0),
    branch  TEXT NOT NULL,
    bytes   BLOB NOT NULL,
    PRIMARY KEY (session, counter)
) STRICT, WITHOUT ROWID;

-- What those entries say of questions that ended without a confirmation, by the question's name: taken back, or, with a
-- card, pending. Emptied with them.
CREATE TABLE told (
    request BLOB PRIMARY KEY CHECK (length(request) = 32),
    voter   BLOB NOT NULL CHECK (length(voter) = 32),
    branch  TEXT NOT NULL,
    at      TEXT NOT NULL,
    card    BLOB CHECK (length(card) = 32)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_pending ON told (voter) WHERE card IS NOT NULL;
