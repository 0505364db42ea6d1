-- What meetings decided. What was said of a decision later is a row of its own and is never changed.
CREATE TABLE decision (
    number  INTEGER PRIMARY KEY CHECK (number > 0),
    meeting INTEGER NOT NULL REFERENCES meeting (id),
    place   TEXT NOT NULL,
    text    TEXT NOT NULL CHECK (text <> ''),
    owner   INTEGER NOT NULL REFERENCES person (id),
    due     TEXT NOT NULL CHECK (length(due) = 10),
    status  TEXT NOT NULL,
    -- When it got this status.
    since   TEXT NOT NULL
) STRICT;
CREATE INDEX decision_place ON decision (place, status);
CREATE INDEX decision_meeting ON decision (meeting);

CREATE TABLE decision_step (
    decision INTEGER NOT NULL REFERENCES decision (number),
    line     INTEGER NOT NULL CHECK (line > 0),
    at       TEXT NOT NULL,
    said_by  INTEGER NOT NULL REFERENCES person (id),
    step     TEXT NOT NULL,
    note     TEXT NOT NULL,
    PRIMARY KEY (decision, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER decision_step_is_never_changed BEFORE UPDATE ON decision_step
BEGIN SELECT raise(ABORT, 'what was said of a decision is never changed'); END;
CREATE TRIGGER decision_step_is_never_deleted BEFORE DELETE ON decision_step
BEGIN SELECT raise(ABORT, 'what was said of a decision is never deleted'); END;
