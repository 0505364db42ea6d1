-- Whom a line of the acts is about, drawn from what it says as its place is: what was done by somebody or to somebody is
-- found without reading all that was done.
ALTER TABLE journal ADD COLUMN about INTEGER GENERATED ALWAYS AS
    (CASE WHEN what LIKE '{"of":"%' AND json_valid(what) THEN
        CASE what ->> '$.of'
            WHEN 'letter' THEN coalesce(what ->> '$.after.person', what ->> '$.before.person')
            WHEN 'recovery' THEN coalesce(what ->> '$.after.person', what ->> '$.before.person')
            WHEN 'decision' THEN coalesce(what ->> '$.after.owner', what ->> '$.before.owner')
            WHEN 'person' THEN CAST(what ->> '$.which' AS INTEGER)
            WHEN 'link' THEN CAST(what ->> '$.which' AS INTEGER)
        END
    END) VIRTUAL;
CREATE INDEX journal_about ON journal (about, line) WHERE about IS NOT NULL;
CREATE INDEX journal_actor ON journal (actor, line) WHERE chain = 'acts';
