-- Who took a proposal off the table: whoever made it, or a second officer who would not confirm it.
ALTER TABLE recovery ADD COLUMN ended_by BIGINT REFERENCES person (id) CHECK (ended_by IS NULL OR confirmed_by IS NULL);
