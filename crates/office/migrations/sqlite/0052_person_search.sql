-- One spelling of all by which a person is looked for, as the search forms write it: Persian letters, no joiners, small
-- Latin letters. The index answers a page of the list, and a search that finds nobody, without touching the table.
ALTER TABLE person ADD COLUMN search TEXT GENERATED ALWAYS AS (lower(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(
        name || ' ' || latin || ' ' || login,
        char(0x64A), char(0x6CC)), char(0x649), char(0x6CC)), char(0x643), char(0x6A9)),
        char(0x623), char(0x627)), char(0x625), char(0x627)), char(0x622), char(0x627)),
        char(0x200C), ''), char(0x200D), ''), char(0x640), '')
)) VIRTUAL;
CREATE INDEX person_by_name ON person (name, id, place, search);
CREATE INDEX letter_role ON letter (role);
CREATE INDEX letter_last_day ON letter (last_day);
CREATE INDEX decision_owner ON decision (owner);
CREATE INDEX decision_due ON decision (status, due, number);
