-- Staff of the branches, and the sessions that train them. A file is one JSON text, read and written whole; the columns
-- beside it are drawn from it by the same statement, so that lists and sums need not open files. The national number is
-- here as a keyed hash alone.
CREATE TABLE staff (
    id         BIGINT PRIMARY KEY CHECK (id > 0),
    version    BIGINT NOT NULL CHECK (version > 0),
    changed    BIGINT NOT NULL CHECK (changed > 0),
    person     BYTEA NOT NULL UNIQUE CHECK (length(person) = 32),
    -- Names and number in one spelling, for searching and for the order of lists.
    words      TEXT COLLATE "C" NOT NULL CHECK (words <> ''),
    -- Where whoever is responsible for them is: where they are assigned, or else where they were recruited.
    at         TEXT COLLATE "C" NOT NULL CHECK (at <> ''),
    post       TEXT NOT NULL,
    duty       TEXT NOT NULL CHECK (duty IN ('', 'serving', 'reserve')),
    -- The last day of the pass for work in a branch; empty without one.
    pass_until TEXT COLLATE "C" NOT NULL CHECK (length(pass_until) IN (0, 10)),
    -- Was ever assigned; and has left.
    served     BIGINT NOT NULL CHECK (served IN (0, 1)),
    gone       BIGINT NOT NULL CHECK (gone IN (0, 1)),
    file       TEXT NOT NULL CHECK (file::jsonb IS NOT NULL),
    -- No assignment without a pass: said here once more.
    CHECK (duty = '' OR pass_until <> ''),
    CHECK (gone = 0 OR duty = '')
);
CREATE INDEX staff_words ON staff (words, id, at, post, duty, pass_until, gone);
CREATE INDEX staff_at ON staff (at, post, duty, pass_until, gone);
CREATE INDEX staff_changed ON staff (changed);
CREATE TRIGGER staff_is_never_deleted BEFORE DELETE ON staff
    FOR EACH STATEMENT EXECUTE FUNCTION stays('nobody is deleted from the staff');
CREATE TRIGGER staff_is_the_same_person BEFORE UPDATE OF id, person ON staff
    FOR EACH ROW EXECUTE FUNCTION stays('a file stays its person''s');

CREATE TABLE training (
    id      BIGINT PRIMARY KEY CHECK (id > 0),
    version BIGINT NOT NULL CHECK (version > 0),
    changed BIGINT NOT NULL CHECK (changed > 0),
    at      TEXT COLLATE "C" NOT NULL CHECK (at <> ''),
    held_on TEXT COLLATE "C" NOT NULL CHECK (length(held_on) = 10),
    file    TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX training_held ON training (held_on, id);
CREATE INDEX training_changed ON training (changed);
CREATE TRIGGER training_is_never_deleted BEFORE DELETE ON training
    FOR EACH STATEMENT EXECUTE FUNCTION stays('no session is deleted');
