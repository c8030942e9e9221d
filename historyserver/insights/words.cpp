#include "historyserver/insights/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace afterglow::history {
namespace {

// Two significant digits and no more.
std::string digits(double value) {
  constexpr double kGreatest = 9e17;
  const bool whole = value >= 9.95 || value == std::floor(value);
  const double tenths = std::nearbyint(std::clamp(value, -kGreatest, kGreatest) * (whole ? 1 : 10));
  std::string text = std::to_string(static_cast<std::int64_t>(tenths));
  if (whole) return text;
  if (std::abs(tenths) < 10) text.insert(text.size() - 1, "0");
  text.insert(text.size() - 1, ".");
  return text;
}

constexpr std::array<std::string_view, kWallPartCount> kPartPhrases = {
    "in the driver while no job ran",
    "waiting for executors",
    "in scheduling",
    "computing",
    "waiting for shuffle data",
    "in garbage collection",
    "waiting for files and other processes",
    "waiting for the last tasks of stages",
    "with cores that had no task",
};

}  // namespace

std::string_view part_words(WallPart part) {
  return kPartPhrases[static_cast<std::size_t>(part)];
}

std::string duration_words(double ms) {
  if (ms < 1000) return digits(std::round(ms)) + " ms";
  if (ms < 100'000) return digits(ms / 1000) + " s";
  if (ms < 100 * 60'000.0) return digits(ms / 60'000) + " min";
  return digits(ms / 3'600'000) + " h";
}

std::string size_words(double bytes) {
  constexpr std::array units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  std::size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < units.size()) {
    bytes /= 1024;
    ++unit;
  }
  return digits(bytes) + " " + units[unit];
}

std::string share_words(double share) {
  const double percent = share * 100;
  return (percent > 0 && percent < 0.1 ? "< 0.1" : digits(percent)) + "%";
}

std::string times_words(double times) {
  return digits(times);
}

std::string count_words(double count) {
  if (count >= 1e9) return digits(count / 1e9) + " billion";
  if (count >= 1e6) return digits(count / 1e6) + " million";
  std::string text = std::to_string(static_cast<std::int64_t>(std::llround(count)));
  for (auto place = static_cast<std::ptrdiff_t>(text.size()) - 3; place > 0; place -= 3) {
    text.insert(static_cast<std::size_t>(place), ",");
  }
  return text;
}

std::string plural_words(double count, const std::string& noun) {
  return count_words(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string stage_words(const StageFacts& stage) {
  std::string words = "stage " + std::to_string(stage.row.stage_id);
  if (stage.row.attempt > 0) words += " (attempt " + std::to_string(stage.row.attempt) + ")";
  return words;
}

std::string and_more(const std::string& first, std::size_t others) {
  return others == 0 ? first : first + " and " + std::to_string(others) + " more";
}

FindingLink link_to(const StageFacts& stage, std::string note) {
  return {.kind = LinkKind::stage,
          .id = stage.row.stage_id,
          .attempt = stage.row.attempt,
          .name = stage.row.name,
          .note = std::move(note)};
}

FindingLink link_to(const StageFacts& stage, const TaskFacts& task, std::string note) {
  return {.kind = LinkKind::task,
          .id = task.id,
          .attempt = stage.row.attempt,
          .other = stage.row.stage_id,
          .note = std::move(note)};
}

FindingLink link_to(const QueryFacts& query, std::string note) {
  return {.kind = LinkKind::query,
          .id = query.row.id,
          .name = query.row.description.value_or(""),
          .note = std::move(note)};
}

FindingLink link_to_node(const QueryFacts& query, const SqlPlanNode& node, std::string note) {
  return {.kind = LinkKind::node,
          .id = query.row.id,
          .other = node.id,
          .name = node.name,
          .note = std::move(note)};
}

FindingLink link_to_executor(const std::string& id, std::string note) {
  return {.kind = LinkKind::executor, .name = id, .note = std::move(note)};
}

FindingLink link_to_setting(std::string key, std::string note) {
  return {.kind = LinkKind::setting, .name = std::move(key), .note = std::move(note)};
}

}  // namespace afterglow::history
