#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/query/command_words.h"

namespace afterglow::history {

// The commands that tell what was found in applications: findings and compare.
enum class ReportCommand : std::uint8_t { findings, compare };
std::optional<ReportCommand> report_command(const char* word);

enum class ReportFormat : std::uint8_t { text, markdown, json };

struct ReportOptions : StoreOptions {
  ReportCommand command = ReportCommand::findings;
  std::vector<std::string> applications;  // ID or ID/ATTEMPT; one, or two to be compared
  ReportFormat format = ReportFormat::text;
};

// argv[0] is the command's name.
Result<ReportOptions> parse_report_options(ReportCommand command, int argc,
                                           const char* const* argv);
std::string report_usage(ReportCommand command);

}  // namespace afterglow::history
