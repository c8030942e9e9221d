#pragma once

#include "common/base/result.h"
#include "common/conf/spark_conf.h"
#include "historyserver/alerts/alert_rules.h"
#include "historyserver/fleet/job_key.h"
#include "historyserver/fleet/run_sums.h"

namespace afterglow::history {

// afterglow.jobs.*, afterglow.fleet.* and afterglow.alerts.*, checked as resolve_settings() does.
Result<JobKey> job_key_setting(const SparkConf& conf);
Result<Prices> price_settings(const SparkConf& conf);
// Reads the files with the secret and with certificates. No error shows the webhook's address,
// which may hold another.
Result<AlertSettings> alert_settings(const SparkConf& conf);

}  // namespace afterglow::history
