-- Persons taken off the roll after it was frozen, when (milliseconds since 1970), and why. The roll itself stays as it was frozen.
CREATE TABLE taken_off (
    voter BYTEA PRIMARY KEY CHECK (octet_length(voter) = 32),
    at    BIGINT NOT NULL CHECK (at > 0),
    why   TEXT NOT NULL CHECK (why <> '')
);
