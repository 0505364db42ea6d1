-- The name that keys know a person by: drawn at random, so that a key tells nobody who its owner is.
CREATE TABLE passkey_owner (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    handle BLOB NOT NULL UNIQUE CHECK (length(handle) = 64)
) STRICT;

-- Passkeys (WebAuthn). Only the public half of a key is here.
CREATE TABLE passkey (
    id     BLOB PRIMARY KEY CHECK (length(id) BETWEEN 16 AND 1023),
    person INTEGER NOT NULL REFERENCES passkey_owner (person),
    -- What its owner calls it.
    name   TEXT NOT NULL CHECK (name <> ''),
    key    BLOB NOT NULL,
    -- Its counter, whether it has a copy elsewhere, and the like: changes with its use.
    state  BLOB NOT NULL CHECK (length(state) = 7),
    made   TEXT NOT NULL,
    used   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_person ON passkey (person);

-- Challenges that were answered, so that an answer is good once. Unanswered ones are kept nowhere.
CREATE TABLE spent_challenge (
    challenge BLOB PRIMARY KEY CHECK (length(challenge) = 32),
    expires   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- By what a session began: a password, or the name of a passkey.
ALTER TABLE session ADD COLUMN key_name TEXT NOT NULL DEFAULT '';
