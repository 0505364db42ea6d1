-- Network security: segments by code, and incidents by number. Files as in the field, beside whose tables they are followed.

-- Who answers for a segment, what stands in it, its certificates.
CREATE TABLE segment (
    id      TEXT PRIMARY KEY CHECK (id <> ''),
    version BIGINT NOT NULL CHECK (version > 0),
    changed BIGINT NOT NULL CHECK (changed > 0),
    file    TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX segment_changed ON segment (changed);
CREATE TRIGGER segment_is_never_deleted BEFORE DELETE ON segment
    FOR EACH STATEMENT EXECUTE FUNCTION stays('nothing of the network''s security is deleted');

-- An incident and its time line.
CREATE TABLE incident (
    id      TEXT PRIMARY KEY CHECK (id <> ''),
    version BIGINT NOT NULL CHECK (version > 0),
    changed BIGINT NOT NULL CHECK (changed > 0),
    file    TEXT NOT NULL CHECK (file::jsonb IS NOT NULL)
);
CREATE INDEX incident_changed ON incident (changed);
CREATE TRIGGER incident_is_never_deleted BEFORE DELETE ON incident
    FOR EACH STATEMENT EXECUTE FUNCTION stays('nothing of the network''s security is deleted');
