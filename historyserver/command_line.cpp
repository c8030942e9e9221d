#include "historyserver/command_line.h"

#include <boost/program_options.hpp>
#include <sstream>

namespace afterglow::history {
namespace {

namespace po = boost::program_options;

po::options_description described_options() {
  using Texts = std::vector<std::string>;
  po::options_description options("Options");
  auto add = options.add_options();
  add("dir", po::value<Texts>()->value_name("DIR"),
      "folder with event logs; may be repeated (spark.history.fs.logDirectory)");
  add("store", po::value<std::string>()->value_name("DIR"),
      "folder for the databases (spark.history.store.path, default ~/.cache/afterglow)");
  add("host", po::value<std::string>()->value_name("ADDRESS"),
      "address to listen on (afterglow.history.ui.host, default 127.0.0.1)");
  add("port", po::value<std::string>()->value_name("PORT"),
      "port to listen on (spark.history.ui.port, default 18080)");
  add("conf", po::value<Texts>()->value_name("KEY=VALUE"), "configuration; may be repeated");
  add("properties-file", po::value<std::string>()->value_name("FILE"),
      "configuration file instead of Spark's conf/spark-defaults.conf");
  add("help,h", "show this text");
  add("version", "show the version");
  return options;
}

std::optional<std::string> text_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return {};
  return values[name].as<std::string>();
}

std::vector<std::string> texts_of(const po::variables_map& values, const char* name) {
  if (values.count(name) == 0) return {};
  return values[name].as<std::vector<std::string>>();
}

}  // namespace

Result<CommandLine> parse_command_line(int argc, const char* const* argv) {
  namespace style = po::command_line_style;
  po::variables_map values;
  try {
    const po::options_description options = described_options();
    // Nothing may stand alone; without this line the library takes such words in silence.
    po::command_line_parser parser(argc, argv);
    parser.options(options)
        .positional(po::positional_options_description())
        .style(style::unix_style & ~style::allow_guessing);
    po::store(parser.run(), values);
  } catch (const po::error& error) {
    return fail(ErrorKind::invalid_argument, std::string(error.what()) + " (see --help)");
  }
  CommandLine line;
  line.help = values.count("help") > 0;
  line.version = values.count("version") > 0;
  line.directories = texts_of(values, "dir");
  line.store = text_of(values, "store");
  line.host = text_of(values, "host");
  line.port = text_of(values, "port");
  line.properties_file = text_of(values, "properties-file");
  line.conf = texts_of(values, "conf");
  return line;
}

std::string usage() {
  std::ostringstream text;
  text << "Usage: afterglow-history [options]\n\n"
          "Follows Spark event logs and serves them: a dashboard at / and Spark's REST API at "
          "/api/v1.\n\n"
          "Commands that read what a server has stored (each has its own --help):\n"
          "  query APP \"SELECT ...\"   ask the database of an application in SQL\n"
          "  export APP --table TABLE  write a whole table of it as CSV or NDJSON\n"
          "  findings APP              tell why it took its time, and what could be better\n"
          "  compare A B               tell how two runs differ, and most likely why\n\n"
       << described_options();
  return text.str();
}

}  // namespace afterglow::history
