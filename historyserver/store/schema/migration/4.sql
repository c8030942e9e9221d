-- From version 3 to version 4.
ALTER TABLE log_completeness ADD COLUMN read_to_end INTEGER NOT NULL DEFAULT 1;
