-- From version 2 to version 3. Logs without a fingerprint are looked at again, from their checkpoints.
ALTER TABLE log ADD COLUMN core_time INTEGER;
ALTER TABLE log ADD COLUMN complete INTEGER;
ALTER TABLE log ADD COLUMN finding_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE log ADD COLUMN finding TEXT;
UPDATE log SET fingerprint = '';
