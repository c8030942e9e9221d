#include "historyserver/query/report_options.h"

#include <boost/program_options.hpp>
#include <sstream>

namespace afterglow::history {
namespace {

namespace po = boost::program_options;
using Texts = std::vector<std::string>;

po::options_description described_options() {
  po::options_description options("Options");
  auto add = options.add_options();
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  add("output", text("FORMAT"), "text, markdown or json (default: text)");
  add("store", text("DIR"), "folder of the databases (spark.history.store.path)");
  add("conf", po::value<Texts>()->value_name("KEY=VALUE"),
      "configuration, such as thresholds (afterglow.findings...); may be repeated");
  add("properties-file", text("FILE"),
      "configuration file instead of Spark's conf/spark-defaults.conf");
  add("help,h", "show this text");
  return options;
}

std::optional<std::string> text_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return {};
  return values[name].as<std::string>();
}

std::unexpected<Error> wrong(const std::string& message) {
  return fail(ErrorKind::invalid_argument, message + " (see --help)");
}

Result<ReportFormat> format_named(const std::string& name) {
  if (name == "text") return ReportFormat::text;
  if (name == "markdown") return ReportFormat::markdown;
  if (name == "json") return ReportFormat::json;
  return wrong("--output " + name + ": expected text, markdown or json");
}

}  // namespace

std::optional<ReportCommand> report_command(const char* word) {
  if (std::string_view(word) == "findings") return ReportCommand::findings;
  if (std::string_view(word) == "compare") return ReportCommand::compare;
  return {};
}

Result<ReportOptions> parse_report_options(ReportCommand command, int argc,
                                           const char* const* argv) {
  namespace style = po::command_line_style;
  ReportOptions options;
  options.command = command;
  try {
    po::options_description described = described_options();
    described.add_options()("words", po::value<Texts>());
    po::positional_options_description positions;
    positions.add("words", -1);
    po::command_line_parser parser(argc, argv);
    parser.options(described).positional(positions).style(style::unix_style &
                                                          ~style::allow_guessing);
    po::variables_map values;
    po::store(parser.run(), values);
    options.help = values.count("help") > 0;
    options.store = text_of(values, "store");
    options.properties_file = text_of(values, "properties-file");
    if (values.count("conf") > 0) options.conf = values["conf"].as<Texts>();
    if (values.count("words") > 0) options.applications = values["words"].as<Texts>();
    if (const auto format = text_of(values, "output")) {
      const auto named = format_named(*format);
      if (!named) return std::unexpected(named.error());
      options.format = *named;
    }
  } catch (const po::error& error) {
    return wrong(error.what());
  }
  if (options.help) return options;
  const std::size_t wanted = command == ReportCommand::findings ? 1 : 2;
  if (options.applications.size() != wanted) {
    return wrong(wanted == 1 ? "which application? Name one, as ID or ID/ATTEMPT"
                             : "which applications? Name two, each as ID or ID/ATTEMPT");
  }
  return options;
}

std::string report_usage(ReportCommand command) {
  std::ostringstream text;
  if (command == ReportCommand::findings) {
    text << "Usage: afterglow-history findings APP [options]\n\n"
            "Tells why an application took its time, and what could be better. APP is its id, or "
            "ID/ATTEMPT.\nExit code 0: nothing worse than a note; 3: a warning; 4: something "
            "critical; 1: an error; 2: wrong words.\n\n";
  } else {
    text << "Usage: afterglow-history compare A B [options]\n\n"
            "Tells how run B differs from run A, and what most likely made the difference.\n\n";
  }
  text << described_options();
  return text.str();
}

}  // namespace afterglow::history
