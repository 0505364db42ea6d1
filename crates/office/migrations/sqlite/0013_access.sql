-- How a person proves to be one: a hashed password, and the secret of their one-time codes.
CREATE TABLE credential (
    person       INTEGER PRIMARY KEY REFERENCES person (id),
    password     TEXT NOT NULL,
    secret       BLOB NOT NULL CHECK (length(secret) = 20),
    -- The step of the last one-time code used; a code is good once.
    last_step    INTEGER,
    wrong        INTEGER NOT NULL CHECK (wrong >= 0),
    locked_until INTEGER NOT NULL
) STRICT;

-- Links by which a person sets a password, each good once. Only the hash of the link is kept.
CREATE TABLE enrolment (
    token   BLOB PRIMARY KEY CHECK (length(token) = 32),
    person  INTEGER NOT NULL REFERENCES person (id),
    secret  BLOB NOT NULL CHECK (length(secret) = 20),
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_person ON enrolment (person);

-- Signed-in browsers, by the hash of what they show.
CREATE TABLE session (
    token  BLOB PRIMARY KEY CHECK (length(token) = 32),
    person INTEGER NOT NULL REFERENCES person (id),
    begun  INTEGER NOT NULL,
    used   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);

-- Officers who lost their way in: one officer proposed to let them enrol again, another has to confirm.
CREATE TABLE recovery (
    id           INTEGER PRIMARY KEY CHECK (id > 0),
    person       INTEGER NOT NULL REFERENCES person (id),
    why          TEXT NOT NULL CHECK (why <> ''),
    proposed_at  TEXT NOT NULL,
    proposed_by  INTEGER NOT NULL REFERENCES person (id) CHECK (proposed_by <> person),
    confirmed_by INTEGER REFERENCES person (id) CHECK (confirmed_by <> proposed_by AND confirmed_by <> person)
) STRICT;
