-- A meeting has an hour, whoever called it, and those who are asked to come.
ALTER TABLE meeting ADD COLUMN hour TEXT NOT NULL DEFAULT '' CHECK (hour = '' OR length(hour) = 5);
ALTER TABLE meeting ADD COLUMN called_by INTEGER REFERENCES person (id);
CREATE INDEX meeting_held ON meeting (held);
CREATE TABLE meeting_invited (
    meeting INTEGER NOT NULL REFERENCES meeting (id),
    person  INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (meeting, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_invited_person ON meeting_invited (person);
-- Persons are listed by the alphabet, not by the numbers of characters.
DROP INDEX person_by_name;
