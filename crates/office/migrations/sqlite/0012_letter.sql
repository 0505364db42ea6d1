-- Letters of appointment. What a letter says never changes; only what became of it is added.
CREATE TABLE letter (
    number        INTEGER PRIMARY KEY CHECK (number > 0),
    person        INTEGER NOT NULL REFERENCES person (id),
    role          TEXT NOT NULL,
    scope         TEXT NOT NULL,
    committee     INTEGER REFERENCES committee (id),
    first_day     TEXT NOT NULL CHECK (length(first_day) = 10),
    last_day      TEXT NOT NULL CHECK (length(last_day) = 10 AND last_day >= first_day),
    basis         TEXT NOT NULL CHECK (basis <> ''),
    issued_at     TEXT NOT NULL,
    -- Empty for the letters of the first start.
    issued_by     INTEGER REFERENCES person (id),
    confirmed_by  INTEGER REFERENCES person (id) CHECK (confirmed_by <> issued_by AND confirmed_by <> person),
    revoked_at    TEXT,
    revoked_by    INTEGER REFERENCES person (id),
    revoked_why   TEXT,
    superseded_by INTEGER REFERENCES letter (number),
    CHECK (issued_by <> person),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_why IS NULL))
) STRICT;
CREATE INDEX letter_person ON letter (person);
CREATE INDEX letter_scope ON letter (scope);
CREATE TRIGGER letter_is_never_changed BEFORE UPDATE OF number, person, role, scope, committee, first_day, last_day,
    basis, issued_at, issued_by ON letter
BEGIN SELECT raise(ABORT, 'a letter is never changed'); END;
CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter
BEGIN SELECT raise(ABORT, 'a letter is never deleted'); END;
