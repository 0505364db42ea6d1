-- Who is asked to a meeting and is no officer here, such as an operator's people, as it was typed.
ALTER TABLE meeting ADD COLUMN guests TEXT NOT NULL DEFAULT '';
