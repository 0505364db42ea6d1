-- Whom a line of the acts is about, drawn from what it says as its place is: what was done by somebody or to somebody is
-- found without reading all that was done. A line may be any text, so it is not read as JSON, which would refuse some; a
-- quote within a text of it is escaped. What it is now stands behind what it was.
ALTER TABLE journal ADD COLUMN about BIGINT GENERATED ALWAYS AS
    (CASE
        WHEN what LIKE '{"of":"letter",%' OR what LIKE '{"of":"recovery",%'
            THEN substring(what FROM '.*"person":([0-9]{1,18})[,}]')::bigint
        WHEN what LIKE '{"of":"decision",%' THEN substring(what FROM '.*"owner":([0-9]{1,18})[,}]')::bigint
        WHEN what LIKE '{"of":"person",%' OR what LIKE '{"of":"link",%'
            THEN substring(what FROM '"which":"([0-9]{1,18})"')::bigint
    END) STORED;
CREATE INDEX journal_about ON journal (about, line) WHERE about IS NOT NULL;
CREATE INDEX journal_actor ON journal (actor, line) WHERE chain = 'acts';
