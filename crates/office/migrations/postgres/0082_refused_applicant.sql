-- Who was not taken on, under the keyed hash of the national number, and why: whoever types it again is told.
CREATE TABLE refused_applicant (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person BYTEA NOT NULL CHECK (length(person) = 32),
    file TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX refused_applicant_person ON refused_applicant (person);
CREATE TRIGGER refused_applicant_stays BEFORE UPDATE ON refused_applicant
    FOR EACH ROW EXECUTE FUNCTION stays('a refusal stays as it was written');
CREATE TRIGGER refused_applicant_is_never_deleted BEFORE DELETE ON refused_applicant
    FOR EACH STATEMENT EXECUTE FUNCTION stays('a refusal stays as it was written');
