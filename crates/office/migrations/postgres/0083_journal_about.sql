-- Whom a line of the acts is about, drawn from what it says as its place is: what was done by somebody or to somebody is
-- found without reading all that was done.
ALTER TABLE journal ADD COLUMN about BIGINT GENERATED ALWAYS AS
    (CASE WHEN what LIKE '{"of":"%' THEN substring(
        CASE what::jsonb ->> 'of'
            WHEN 'letter' THEN coalesce(what::jsonb #>> '{after,person}', what::jsonb #>> '{before,person}')
            WHEN 'recovery' THEN coalesce(what::jsonb #>> '{after,person}', what::jsonb #>> '{before,person}')
            WHEN 'decision' THEN coalesce(what::jsonb #>> '{after,owner}', what::jsonb #>> '{before,owner}')
            WHEN 'person' THEN what::jsonb ->> 'which'
            WHEN 'link' THEN what::jsonb ->> 'which'
        END FROM '^[0-9]{1,18}$')::bigint
    END) STORED;
CREATE INDEX journal_about ON journal (about, line) WHERE about IS NOT NULL;
CREATE INDEX journal_actor ON journal (actor, line) WHERE chain = 'acts';
