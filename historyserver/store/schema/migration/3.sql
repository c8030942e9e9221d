-- From version 2 to version 3.
ALTER TABLE stage ADD COLUMN parent_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE stage ADD COLUMN peak_on_heap_execution_memory INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stage ADD COLUMN peak_off_heap_execution_memory INTEGER NOT NULL DEFAULT 0;
ALTER TABLE executor_stage ADD COLUMN peak_on_heap_execution_memory INTEGER NOT NULL DEFAULT 0;
ALTER TABLE executor_stage ADD COLUMN peak_off_heap_execution_memory INTEGER NOT NULL DEFAULT 0;
