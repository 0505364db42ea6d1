-- The headquarters of provinces, counties and districts.
CREATE TABLE headquarters (
    place   TEXT COLLATE "C" PRIMARY KEY,
    name    TEXT NOT NULL CHECK (name <> ''),
    latin   TEXT NOT NULL CHECK (latin <> ''),
    formed  TEXT NOT NULL CHECK (length(formed) = 10),
    version BIGINT NOT NULL CHECK (version > 0)
);

-- Their committees.
CREATE TABLE committee (
    id      BIGINT PRIMARY KEY CHECK (id > 0),
    place   TEXT COLLATE "C" NOT NULL REFERENCES headquarters (place),
    kind    TEXT NOT NULL,
    -- What it is called, where its kind does not say.
    name    TEXT NOT NULL,
    formed  TEXT NOT NULL CHECK (length(formed) = 10),
    -- The day on which it was dissolved; empty while it works.
    ended   TEXT NOT NULL CHECK (length(ended) IN (0, 10)),
    version BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX committee_place ON committee (place);
