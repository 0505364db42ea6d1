-- A meeting has an hour, and those who are asked to come; a list of person numbers as JSON.
ALTER TABLE meeting ADD COLUMN hour TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN invited TEXT NOT NULL DEFAULT '[]';
CREATE INDEX meeting_held ON meeting (held);
-- Persons are listed by the alphabet, not by the numbers of characters.
DROP INDEX person_by_name;
