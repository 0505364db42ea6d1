-- One spelling of all by which a person is looked for, as the search forms write it: Persian letters, no joiners, small
-- Latin letters.
ALTER TABLE person ADD COLUMN search TEXT GENERATED ALWAYS AS (lower(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(
        name || ' ' || latin || ' ' || login,
        chr(1610), chr(1740)), chr(1609), chr(1740)), chr(1603), chr(1705)),
        chr(1571), chr(1575)), chr(1573), chr(1575)), chr(1570), chr(1575)),
        chr(8204), ''), chr(8205), ''), chr(1600), '')
)) STORED;
CREATE INDEX person_by_name ON person (name, id);
CREATE INDEX letter_role ON letter (role);
CREATE INDEX letter_last_day ON letter (last_day);
CREATE INDEX decision_owner ON decision (owner);
CREATE INDEX decision_due ON decision (status, due, number);
