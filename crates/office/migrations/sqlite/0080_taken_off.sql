-- Persons taken off the roll after it was frozen, when (milliseconds since 1970), and why. The roll itself stays as it was frozen.
CREATE TABLE taken_off (
    voter BLOB PRIMARY KEY CHECK (length(voter) = 32),
    at    INTEGER NOT NULL CHECK (at > 0),
    why   TEXT NOT NULL CHECK (why <> '')
) STRICT, WITHOUT ROWID;
