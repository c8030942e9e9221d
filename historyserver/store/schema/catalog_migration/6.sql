-- From version 5 to version 6.
CREATE INDEX log_by_job ON log (job, start_time) WHERE job <> '' AND read_once = 1
  AND end_time IS NOT NULL AND coalesce(exit_code, last_job_failed) = 0;
