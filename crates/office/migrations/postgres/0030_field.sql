-- The field: regions by name, the files of branches, the lives of devices, and what the headquarters fixes for all of
-- them. A file is one JSON text, read and written whole: each of its facts carries its day, and no fact is removed.
-- `version` counts the changes of one row, so that of two officers who change it the second is told; `changed` counts
-- all changes, so that a headquarters that keeps the files in memory reads only what is new.

CREATE FUNCTION field_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'nothing of the field is deleted'; END $$;

-- Provinces, counties and districts, by name.
CREATE TABLE region (
    id      TEXT PRIMARY KEY CHECK (id <> ''),
    version BIGINT NOT NULL CHECK (version > 0),
    changed BIGINT NOT NULL CHECK (changed > 0),
    file    TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX region_changed ON region (changed);
CREATE TRIGGER region_is_never_deleted BEFORE DELETE ON region
    FOR EACH STATEMENT EXECUTE FUNCTION field_is_never_deleted();

-- Branches.
CREATE TABLE branch (
    id      TEXT PRIMARY KEY CHECK (id <> ''),
    version BIGINT NOT NULL CHECK (version > 0),
    changed BIGINT NOT NULL CHECK (changed > 0),
    file    TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX branch_changed ON branch (changed);
CREATE TRIGGER branch_is_never_deleted BEFORE DELETE ON branch
    FOR EACH STATEMENT EXECUTE FUNCTION field_is_never_deleted();

-- Devices.
CREATE TABLE device (
    id      TEXT PRIMARY KEY CHECK (id <> ''),
    version BIGINT NOT NULL CHECK (version > 0),
    changed BIGINT NOT NULL CHECK (changed > 0),
    file    TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX device_changed ON device (changed);
CREATE TRIGGER device_is_never_deleted BEFORE DELETE ON device
    FOR EACH STATEMENT EXECUTE FUNCTION field_is_never_deleted();

-- What holds for all: the polling day.
CREATE TABLE setting (
    id      TEXT PRIMARY KEY CHECK (id <> ''),
    version BIGINT NOT NULL CHECK (version > 0),
    changed BIGINT NOT NULL CHECK (changed > 0),
    file    TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX setting_changed ON setting (changed);
CREATE TRIGGER setting_is_never_deleted BEFORE DELETE ON setting
    FOR EACH STATEMENT EXECUTE FUNCTION field_is_never_deleted();
