-- Tries to sign in that are counted at nobody's name: an unknown name, one that has not enrolled, one that is locked.
-- Such a try costs what a wrong password costs, so that nobody learns names by a clock.
CREATE TABLE stranger (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    tries INTEGER NOT NULL CHECK (tries >= 0)
) STRICT;
INSERT INTO stranger VALUES (1, 0);
