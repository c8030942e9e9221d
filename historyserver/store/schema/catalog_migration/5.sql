-- From version 4 to version 5. Logs without an end are looked at again, from their checkpoints.
ALTER TABLE log ADD COLUMN last_event INTEGER;
UPDATE log SET insights_tag = '' WHERE end_time IS NULL;
