#include "historyserver/query/report_options.h"

#include <array>

namespace afterglow::history {
namespace {

constexpr std::array kOptions = std::to_array<CommandOption>({
    {"output", "FORMAT", "text, markdown or json (default: text)"},
});

Result<ReportFormat> format_named(const std::string& name) {
  if (name == "text") return ReportFormat::text;
  if (name == "markdown") return ReportFormat::markdown;
  if (name == "json") return ReportFormat::json;
  return wrong_words("--output " + name + ": expected text, markdown or json");
}

}  // namespace

std::optional<ReportCommand> report_command(const char* word) {
  if (std::string_view(word) == "findings") return ReportCommand::findings;
  if (std::string_view(word) == "compare") return ReportCommand::compare;
  return {};
}

Result<ReportOptions> parse_report_options(ReportCommand command, int argc,
                                           const char* const* argv) {
  const auto found = CommandWords::parse(kOptions, argc, argv);
  if (!found) return std::unexpected(found.error());
  ReportOptions options;
  found->fill(options);
  options.command = command;
  options.applications = found->words();
  if (const auto format = found->text("output")) {
    const auto named = format_named(*format);
    if (!named) return std::unexpected(named.error());
    options.format = *named;
  }
  if (options.help) return options;
  const std::size_t wanted = command == ReportCommand::findings ? 1 : 2;
  if (options.applications.size() != wanted) {
    return wrong_words(wanted == 1 ? "which application? Name one, as ID or ID/ATTEMPT"
                                   : "which applications? Name two, each as ID or ID/ATTEMPT");
  }
  return options;
}

std::string report_usage(ReportCommand command) {
  const std::string head =
      command == ReportCommand::findings
          ? "Usage: afterglow-history findings APP [options]\n\n"
            "Tells why an application took its time, and what could be better. APP is its id, or "
            "ID/ATTEMPT.\nThresholds are configuration (afterglow.findings...).\n"
            "Exit code 0: nothing worse than a note; 3: a warning; 4: something "
            "critical; 1: an error; 2: wrong words.\n\n"
          : "Usage: afterglow-history compare A B [options]\n\n"
            "Tells how run B differs from run A, and what most likely made the difference.\n\n";
  return head + option_list(kOptions);
}

}  // namespace afterglow::history
