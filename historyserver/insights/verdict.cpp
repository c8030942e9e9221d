#include "historyserver/insights/verdict.h"

#include <algorithm>

#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {

// "41% computing and 30% in the driver while no job ran"
std::string largest_parts(const Facts& facts) {
  std::array<std::size_t, kWallPartCount> order{};
  for (std::size_t i = 0; i < kWallPartCount; ++i) order[i] = i;
  std::ranges::sort(order, std::ranges::greater(),
                    [&](std::size_t i) { return facts.wall.at_index(i); });
  const auto words = [&](std::size_t part) {
    return share_words(facts.wall.at_index(part) / facts.duration()) + " " +
           std::string(part_words(static_cast<WallPart>(part)));
  };
  std::string text = words(order[0]);
  if (facts.wall.at_index(order[1]) > facts.duration() * 0.1) text += " and " + words(order[1]);
  return text;
}

bool lacks_much(const Facts& facts) {
  return !facts.completeness.complete && facts.completeness.read_to_end &&
         (facts.completeness.tasks_lacking > 0 || facts.completeness.read_error ||
          facts.completeness.missing_files > 0);
}

}  // namespace

std::string verdict_of(const Facts& facts, std::span<const Finding> findings) {
  const std::string took = duration_words(facts.duration());
  std::string start = facts.has_ended ? "Took " + took : "Has run for " + took;
  if (facts.duration() <= 0) return "The log tells of no time that passed.";
  if (facts.has_failed) start = "Failed after " + took;
  if (lacks_much(facts) && facts.busy_time <= 0) {
    return start + "; the log lacks too much to say why.";
  }
  start += ": " + largest_parts(facts) + ".";
  std::string rest;
  std::size_t told = 0;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::note || told == 2) break;
    rest += (told++ == 0 ? " " : "; also ") + finding.title;
    if (finding.recoverable_ms >= 1000) {
      rest += " (about " + duration_words(finding.recoverable_ms) + " could be saved)";
    } else if (finding.recoverable_core_ms >= 36'000) {
      rest += " (about " +
              share_words(finding.recoverable_core_ms / std::max(1.0, facts.core_time)) +
              " of the core-hours could be saved)";
    }
  }
  if (told == 0) {
    rest = lacks_much(facts) ? " The log lacks parts, so this may not be all."
                             : " Nothing stands out that could be done better.";
  } else {
    rest += ".";
  }
  return start + rest;
}

}  // namespace afterglow::history
