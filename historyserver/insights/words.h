#pragma once

#include <string>

#include "historyserver/insights/facts.h"
#include "historyserver/model/finding.h"

// How findings word numbers and things.
namespace afterglow::history {

std::string duration_words(double ms);  // "850 ms", "12 s", "3.5 min", "2.1 h"
std::string size_words(double bytes);   // "1.5 GiB"
std::string share_words(double share);  // "12%", "0.4%"
std::string times_words(double times);  // "23", "4.5"
std::string count_words(double count);  // "1,234", "2.5 million"
std::string plural_words(double count, const std::string& noun);  // "1 task", "12 tasks"
std::string stage_words(const StageFacts& stage);  // "stage 12", "stage 12 (attempt 1)"

// Where time went, in a sentence: "12 s were spent computing".
std::string_view part_words(WallPart part);

// "stage 12", "stages 12 and 14", "stage 12 and 7 more"
std::string and_more(const std::string& first, std::size_t others);

FindingLink link_to(const StageFacts& stage, std::string note = {});
FindingLink link_to(const StageFacts& stage, const TaskFacts& task, std::string note = {});
FindingLink link_to(const QueryFacts& query, std::string note = {});
FindingLink link_to_node(const QueryFacts& query, const SqlPlanNode& node, std::string note = {});
FindingLink link_to_executor(const std::string& id, std::string note = {});
FindingLink link_to_setting(std::string key, std::string note = {});

}  // namespace afterglow::history
