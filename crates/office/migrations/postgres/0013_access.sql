-- How a person proves to be one: a hashed password, and the secret of their one-time codes.
CREATE TABLE credential (
    person       BIGINT PRIMARY KEY REFERENCES person (id),
    password     TEXT NOT NULL,
    secret       BYTEA NOT NULL CHECK (octet_length(secret) = 20),
    -- The step of the last one-time code used; a code is good once.
    last_step    BIGINT,
    wrong        BIGINT NOT NULL CHECK (wrong >= 0),
    locked_until BIGINT NOT NULL
);

-- Links by which a person sets a password, each good once. Only the hash of the link is kept.
CREATE TABLE enrolment (
    token   BYTEA PRIMARY KEY CHECK (octet_length(token) = 32),
    person  BIGINT NOT NULL REFERENCES person (id),
    secret  BYTEA NOT NULL CHECK (octet_length(secret) = 20),
    expires BIGINT NOT NULL
);
CREATE INDEX enrolment_person ON enrolment (person);

-- Signed-in browsers, by the hash of what they show.
CREATE TABLE session (
    token  BYTEA PRIMARY KEY CHECK (octet_length(token) = 32),
    person BIGINT NOT NULL REFERENCES person (id),
    begun  BIGINT NOT NULL,
    used   BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);

-- Officers who lost their way in: one officer proposed to let them enrol again, another has to confirm.
CREATE TABLE recovery (
    id           BIGINT PRIMARY KEY CHECK (id > 0),
    person       BIGINT NOT NULL REFERENCES person (id),
    why          TEXT NOT NULL CHECK (why <> ''),
    proposed_at  TEXT NOT NULL,
    proposed_by  BIGINT NOT NULL REFERENCES person (id) CHECK (proposed_by <> person),
    confirmed_by BIGINT REFERENCES person (id) CHECK (confirmed_by <> proposed_by AND confirmed_by <> person)
);
