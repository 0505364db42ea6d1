-- The journal's head, signed once a day and shown to everybody.
CREATE TABLE journal_head (
    day  TEXT PRIMARY KEY CHECK (length(day) = 10),
    text TEXT NOT NULL CHECK (text <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER journal_head_is_never_changed BEFORE UPDATE ON journal_head
BEGIN SELECT raise(ABORT, 'a published head is never changed'); END;
CREATE TRIGGER journal_head_is_never_deleted BEFORE DELETE ON journal_head
BEGIN SELECT raise(ABORT, 'a published head is never deleted'); END;
