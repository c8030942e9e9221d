-- From version 2 to version 3.
ALTER TABLE stage ADD COLUMN parent_ids TEXT NOT NULL DEFAULT '[]';
