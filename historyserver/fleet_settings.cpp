#include "historyserver/fleet_settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>

#include "historyserver/settings_values.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kAlertsOn = "afterglow.alerts.on";
constexpr std::string_view kCaFile = "afterglow.alerts.webhook.caFile";
constexpr std::string_view kCoreHour = "afterglow.fleet.price.coreHour";
constexpr std::string_view kCurrency = "afterglow.fleet.price.currency";
constexpr std::string_view kJobKey = "afterglow.jobs.key";
constexpr std::string_view kMemoryHour = "afterglow.fleet.price.memoryGiBHour";
constexpr std::string_view kMinimumSeverity = "afterglow.alerts.minimumSeverity";
constexpr std::string_view kNamePattern = "afterglow.jobs.namePattern";
constexpr std::string_view kSecretFile = "afterglow.alerts.webhook.secretFile";
constexpr std::string_view kWebhook = "afterglow.alerts.webhook.url";

std::string text_of(const SparkConf& conf, std::string_view key) {
  const std::string* const text = conf.get(key);
  return text ? *text : std::string();
}

Result<double> price(const SparkConf& conf, std::string_view key) {
  const SparkConf::Entry& entry = *conf.find(key);
  double number = 0;
  const char* const end = entry.value.data() + entry.value.size();
  const auto [stop, error] = std::from_chars(entry.value.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number) || number < 0) {
    return bad_value(entry, "a price such as 0.04");
  }
  return number;
}

Result<void> take_kinds(const SparkConf::Entry& entry, AlertSettings& settings) {
  settings.on_failure = settings.on_regression = settings.on_finding = false;
  std::istringstream list(entry.value);
  for (std::string kind; std::getline(list, kind, ',');) {
    std::erase(kind, ' ');
    if (kind == "failure") {
      settings.on_failure = true;
    } else if (kind == "regression") {
      settings.on_regression = true;
    } else if (kind == "finding") {
      settings.on_finding = true;
    } else {
      return bad_value(entry, "some of failure, regression and finding, separated by commas");
    }
  }
  return {};
}

Result<std::string> secret(const SparkConf& conf) {
  const std::string path = text_of(conf, kSecretFile);
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (file.bad() || text.empty()) {
    return bad_value(*conf.find(kSecretFile), "a readable file that holds a secret");
  }
  return text;
}

Result<Webhook> webhook(const SparkConf& conf) {
  Webhook webhook{.url = text_of(conf, kWebhook), .ca_file = text_of(conf, kCaFile)};
  if (!webhook.url.empty() && !is_webhook_url(webhook.url)) {
    return fail(ErrorKind::invalid_argument,
                std::string(kWebhook) + " (" + conf.find(kWebhook)->origin +
                    "): expected an address such as https://host/path");
  }
  if (!webhook.ca_file.empty() && !holds_certificates(webhook.ca_file)) {
    return bad_value(*conf.find(kCaFile), "a readable file with certificates (PEM)");
  }
  auto signed_with = secret(conf);
  if (!signed_with) return std::unexpected(signed_with.error());
  webhook.secret = *std::move(signed_with);
  return webhook;
}

}  // namespace

Result<JobKey> job_key_setting(const SparkConf& conf) {
  const std::string pattern = text_of(conf, kNamePattern);
  auto key = JobKey::parse(text_of(conf, kJobKey), pattern);
  if (key) return key;
  const bool parts_are_good = JobKey::parse(text_of(conf, kJobKey), "").has_value();
  return bad_value(*conf.find(parts_are_good ? kNamePattern : kJobKey), key.error().message);
}

Result<Prices> price_settings(const SparkConf& conf) {
  const auto core_hour = price(conf, kCoreHour);
  if (!core_hour) return std::unexpected(core_hour.error());
  const auto memory_hour = price(conf, kMemoryHour);
  if (!memory_hour) return std::unexpected(memory_hour.error());
  return Prices{*core_hour, *memory_hour, text_of(conf, kCurrency)};
}

Result<AlertSettings> alert_settings(const SparkConf& conf) {
  AlertSettings settings;
  auto told = webhook(conf);
  if (!told) return std::unexpected(told.error());
  settings.webhook = *std::move(told);
  if (auto taken = take_kinds(*conf.find(kAlertsOn), settings); !taken) {
    return std::unexpected(taken.error());
  }
  const SparkConf::Entry& severity = *conf.find(kMinimumSeverity);
  const auto found = std::ranges::find(kSeverityNames, severity.value);
  if (found == kSeverityNames.end()) return bad_value(severity, "note, warning or critical");
  settings.minimum_severity = static_cast<Severity>(found - kSeverityNames.begin());
  return settings;
}

}  // namespace afterglow::history
