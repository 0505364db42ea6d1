-- What meetings decided. What was said of a decision later is a row of its own and is never changed.
CREATE TABLE decision (
    number  BIGINT PRIMARY KEY CHECK (number > 0),
    meeting BIGINT NOT NULL REFERENCES meeting (id),
    place   TEXT COLLATE "C" NOT NULL,
    text    TEXT NOT NULL CHECK (text <> ''),
    owner   BIGINT NOT NULL REFERENCES person (id),
    due     TEXT NOT NULL CHECK (length(due) = 10),
    status  TEXT NOT NULL,
    -- When it got this status.
    since   TEXT NOT NULL
);
CREATE INDEX decision_place ON decision (place, status);
CREATE INDEX decision_meeting ON decision (meeting);

CREATE TABLE decision_step (
    decision BIGINT NOT NULL REFERENCES decision (number),
    line     BIGINT NOT NULL CHECK (line > 0),
    at       TEXT NOT NULL,
    said_by  BIGINT NOT NULL REFERENCES person (id),
    step     TEXT NOT NULL,
    note     TEXT NOT NULL,
    PRIMARY KEY (decision, line)
);
CREATE TRIGGER decision_step_is_never_changed BEFORE UPDATE ON decision_step
FOR EACH ROW EXECUTE FUNCTION stays('what was said of a decision is never changed');
CREATE TRIGGER decision_step_is_never_deleted BEFORE DELETE ON decision_step
FOR EACH ROW EXECUTE FUNCTION stays('what was said of a decision is never deleted');
