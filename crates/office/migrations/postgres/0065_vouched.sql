-- Who was last shown the link by which a person enrols: that officer does not appoint them alone.
ALTER TABLE person ADD COLUMN link_shown_to BIGINT REFERENCES person (id);
-- Does the letter take a second signature? So far those did whose role appoints others.
ALTER TABLE letter ADD COLUMN takes_two BIGINT NOT NULL DEFAULT 0 CHECK (takes_two IN (0, 1));
UPDATE letter SET takes_two = 1 WHERE role IN ('governor', 'supervisory-chair');
CREATE TRIGGER letter_takes_as_many_as_it_did BEFORE UPDATE OF takes_two ON letter
FOR EACH ROW EXECUTE FUNCTION stays('a letter is never changed');
CREATE INDEX letter_waiting ON letter (number) WHERE takes_two = 1 AND confirmed_by IS NULL;
