-- The day on which a headquarters was dissolved; empty while it works.
ALTER TABLE headquarters ADD COLUMN ended TEXT NOT NULL DEFAULT '' CHECK (length(ended) IN (0, 10));
