-- Persons whom the headquarters can appoint.
CREATE TABLE person (
    id      BIGINT PRIMARY KEY CHECK (id > 0),
    name    TEXT NOT NULL CHECK (name <> ''),
    latin   TEXT NOT NULL CHECK (latin <> ''),
    login   TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 3 AND 40),
    place   TEXT COLLATE "C" NOT NULL,
    -- Counts changes, so that of two officers who change one row the second is told.
    version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX person_place ON person (place);
