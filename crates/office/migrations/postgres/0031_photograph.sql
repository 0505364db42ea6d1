-- Photographs of surveys, made anew before they are kept. The branch's file names them by hash.
CREATE TABLE photograph (
    hash    TEXT NOT NULL CHECK (length(hash) = 64),
    place   TEXT NOT NULL REFERENCES branch (id),
    at      TEXT NOT NULL,
    picture BYTEA NOT NULL CHECK (length(picture) > 0),
    PRIMARY KEY (hash, place)
);
CREATE TRIGGER photograph_is_never_deleted BEFORE DELETE ON photograph
    FOR EACH STATEMENT EXECUTE FUNCTION field_is_never_deleted();
CREATE FUNCTION photograph_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a photograph never changes'; END $$;
CREATE TRIGGER photograph_never_changes BEFORE UPDATE ON photograph
    FOR EACH STATEMENT EXECUTE FUNCTION photograph_never_changes();
