-- Who was not taken on, under the keyed hash of the national number, and why: whoever types it again is told.
CREATE TABLE refused_applicant (
    id INTEGER PRIMARY KEY,
    person BLOB NOT NULL CHECK (length(person) = 32),
    file TEXT NOT NULL CHECK (json_valid(file))
) STRICT;
CREATE INDEX refused_applicant_person ON refused_applicant (person);
CREATE TRIGGER refused_applicant_stays BEFORE UPDATE ON refused_applicant
BEGIN SELECT raise(ABORT, 'a refusal stays as it was written'); END;
CREATE TRIGGER refused_applicant_is_never_deleted BEFORE DELETE ON refused_applicant
BEGIN SELECT raise(ABORT, 'a refusal stays as it was written'); END;
