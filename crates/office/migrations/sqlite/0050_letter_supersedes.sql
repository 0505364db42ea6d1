-- A letter says whose place it takes; the other holds until the day from which this one does.
ALTER TABLE letter ADD COLUMN supersedes INTEGER REFERENCES letter (number);
ALTER TABLE letter ADD COLUMN superseded_from TEXT CHECK (length(superseded_from) = 10);
UPDATE letter SET superseded_from = (SELECT newer.first_day FROM letter AS newer WHERE newer.number = letter.superseded_by)
    WHERE superseded_by IS NOT NULL;
CREATE TRIGGER letter_supersedes_what_it_did BEFORE UPDATE OF supersedes ON letter
BEGIN SELECT raise(ABORT, 'a letter is never changed'); END;
