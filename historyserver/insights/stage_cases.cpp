#include "historyserver/insights/stage_cases.h"

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr std::size_t kLinkedStages = 5;

}  // namespace

void StageCases::add(const StageFacts& stage, double ms, std::string note) {
  cases_.push_back({&stage, ms, ms * facts_.average_cores, std::move(note)});
}

const StageCase& StageCases::worst() const {
  return *std::ranges::max_element(cases_, {}, &StageCase::ms);
}

std::string StageCases::words() const {
  return and_more(stage_words(*worst().stage), cases_.size() - 1);
}

Finding StageCases::finding() const {
  Finding finding;
  std::vector<const StageCase*> sorted;
  for (const StageCase& one : cases_) {
    finding.recoverable_ms += one.ms;
    finding.recoverable_core_ms += one.core_ms;
    sorted.push_back(&one);
  }
  std::ranges::stable_sort(sorted, std::ranges::greater(), &StageCase::ms);
  if (sorted.size() > kLinkedStages) sorted.resize(kLinkedStages);
  for (const StageCase* one : sorted) finding.links.push_back(link_to(*one->stage, one->note));
  return finding;
}

}  // namespace afterglow::history
