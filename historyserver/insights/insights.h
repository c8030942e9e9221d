#pragma once

#include <string>

#include "historyserver/insights/facts.h"
#include "historyserver/insights/rule.h"
#include "historyserver/model/insights.h"

namespace afterglow::history {

// Below this part of the wall time (and, of what saves cores only, of the time that cores were
// held) nothing is worth a word.
inline constexpr RuleThreshold kLeastShare{
    "leastShare", 0.02, NumberUnit::share,
    "What a finding must save, of the application's duration or of its core-hours, to be told.",
    "ours: less is within the noise between two runs of most jobs"};
inline constexpr RuleThreshold kLeastTime{"leastTime", 500, NumberUnit::ms,
                                          "What a finding must save of the duration (or of the "
                                          "time that all cores were held) to be told.",
                                          "ours: starting a JVM takes longer"};
inline constexpr RuleThreshold kWarningShare{"warningShare", 0.05, NumberUnit::share,
                                             "From this share on a finding is a warning.", "ours"};
inline constexpr RuleThreshold kCriticalShare{"criticalShare", 0.2, NumberUnit::share,
                                              "From this share on a finding is critical.", "ours"};

Insights make_insights(const Facts& facts, const ThresholdValues& thresholds);

// Tells the rules and thresholds by which insights were made: equal tags, equal insights.
std::string insights_tag(const ThresholdValues& thresholds);

// What is stored in the database, if it was made by the same rules and thresholds; else it is made
// from what the database says, which takes up to a second for a million tasks.
Result<Insights> insights_of(ApplicationDatabase& database, const ThresholdValues& thresholds);

// Stores what was made by these thresholds, in a transaction of its own.
Result<void> store_insights(ApplicationDatabase& database, const Insights& insights,
                            const ThresholdValues& thresholds);

}  // namespace afterglow::history
