-- Where somebody stands in the Persian alphabet: the key by which their name sorts (UTS 10, CLDR's `fa`), in
-- hexadecimal digits. Those of before are filled when the database is opened.
ALTER TABLE staff ADD COLUMN alphabet TEXT NOT NULL DEFAULT '';
DROP INDEX staff_words;
CREATE INDEX staff_alphabet ON staff (alphabet, id, words, at, post, duty, pass_until, gone);
