-- Letters of appointment. What a letter says never changes; only what became of it is added.
CREATE TABLE letter (
    number        BIGINT PRIMARY KEY CHECK (number > 0),
    person        BIGINT NOT NULL REFERENCES person (id),
    role          TEXT NOT NULL,
    scope         TEXT COLLATE "C" NOT NULL,
    committee     BIGINT REFERENCES committee (id),
    first_day     TEXT NOT NULL CHECK (length(first_day) = 10),
    last_day      TEXT NOT NULL CHECK (length(last_day) = 10 AND last_day >= first_day),
    basis         TEXT NOT NULL CHECK (basis <> ''),
    issued_at     TEXT NOT NULL,
    -- Empty for the letters of the first start.
    issued_by     BIGINT REFERENCES person (id),
    confirmed_by  BIGINT REFERENCES person (id) CHECK (confirmed_by <> issued_by AND confirmed_by <> person),
    revoked_at    TEXT,
    revoked_by    BIGINT REFERENCES person (id),
    revoked_why   TEXT,
    superseded_by BIGINT REFERENCES letter (number),
    CHECK (issued_by <> person),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_why IS NULL))
);
CREATE INDEX letter_person ON letter (person);
CREATE INDEX letter_scope ON letter (scope);
CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER letter_is_never_changed BEFORE UPDATE OF number, person, role, scope, committee, first_day, last_day,
    basis, issued_at, issued_by ON letter
FOR EACH ROW EXECUTE FUNCTION stays('a letter is never changed');
CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter
FOR EACH ROW EXECUTE FUNCTION stays('a letter is never deleted');
