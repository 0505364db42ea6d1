-- Persons whom the headquarters can appoint.
CREATE TABLE person (
    id      INTEGER PRIMARY KEY CHECK (id > 0),
    name    TEXT NOT NULL CHECK (name <> ''),
    latin   TEXT NOT NULL CHECK (latin <> ''),
    login   TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 3 AND 40),
    place   TEXT NOT NULL,
    -- Counts changes, so that of two officers who change one row the second is told.
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT;
CREATE INDEX person_place ON person (place);
