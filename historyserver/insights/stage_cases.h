#pragma once

#include <string>
#include <vector>

#include "historyserver/insights/words.h"

namespace afterglow::history {

// A stage that a rule finds, and what mending it would save.
struct StageCase {
  const StageFacts* stage = nullptr;
  double ms = 0;       // of wall time
  double core_ms = 0;  // of time that executors hold their cores
  std::string note;    // what is to be seen there
};

// The cases of one rule, which become one finding: about the worst of them.
class StageCases {
 public:
  explicit StageCases(const Facts& facts) : facts_(facts) {}

  // `ms` of wall time are saved, and the cores that were there meanwhile.
  void add(const StageFacts& stage, double ms, std::string note);
  void add(StageCase one) { cases_.push_back(std::move(one)); }

  bool empty() const { return cases_.empty(); }
  // That would save most; not of an empty list.
  const StageCase& worst() const;
  // "stage 12 and 3 more"
  std::string words() const;
  // A finding with the times of all cases, and links to the worst of them.
  Finding finding() const;

 private:
  const Facts& facts_;
  std::vector<StageCase> cases_;
};

}  // namespace afterglow::history
