#include "historyserver/query/command_words.h"

#include <boost/program_options.hpp>
#include <sstream>

namespace afterglow::history {
namespace {

namespace po = boost::program_options;
using Texts = std::vector<std::string>;

constexpr const char* kWords = "words";

po::options_description described(std::span<const CommandOption> own) {
  po::options_description options("Options");
  auto add = options.add_options();
  const auto text = [](const std::string& name) {
    return po::value<std::string>()->value_name(name);
  };
  for (const CommandOption& option : own) {
    const std::string name(option.name);
    const std::string explained(option.text);
    if (option.value.empty()) {
      add(name.c_str(), explained.c_str());
    } else {
      add(name.c_str(), text(std::string(option.value)), explained.c_str());
    }
  }
  add("store", text("DIR"), "folder of the databases (spark.history.store.path)");
  add("conf", po::value<Texts>()->value_name("KEY=VALUE"), "configuration; may be repeated");
  add("properties-file", text("FILE"),
      "configuration file instead of Spark's conf/spark-defaults.conf");
  add("help,h", "show this text");
  return options;
}

}  // namespace

Result<CommandWords> CommandWords::parse(std::span<const CommandOption> own, int argc,
                                         const char* const* argv) {
  namespace style = po::command_line_style;
  CommandWords found;
  try {
    po::options_description options = described(own);
    options.add_options()(kWords, po::value<Texts>());
    po::positional_options_description positions;
    positions.add(kWords, -1);
    po::command_line_parser parser(argc, argv);
    parser.options(options).positional(positions).style(style::unix_style & ~style::allow_guessing);
    po::variables_map values;
    po::store(parser.run(), values);
    for (const auto& [name, value] : values) {
      Texts& texts = found.values_[name];
      if (const auto* const one = boost::any_cast<std::string>(&value.value())) {
        texts = {*one};
      } else if (const auto* const several = boost::any_cast<Texts>(&value.value())) {
        texts = *several;
      }
    }
  } catch (const po::error& error) {
    return wrong_words(error.what());
  }
  if (auto words = found.values_.extract(kWords)) found.words_ = std::move(words.mapped());
  return found;
}

void CommandWords::fill(StoreOptions& options) const {
  options.help = has("help");
  options.store = text("store");
  options.properties_file = text("properties-file");
  const auto conf = values_.find("conf");
  options.conf = conf == values_.end() ? Texts() : conf->second;
}

std::optional<std::string> CommandWords::text(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end() || found->second.empty()) return {};
  return found->second.front();
}

std::string option_list(std::span<const CommandOption> own) {
  std::ostringstream text;
  text << described(own);
  return text.str();
}

std::unexpected<Error> wrong_words(const std::string& message) {
  return fail(ErrorKind::invalid_argument, message + " (see --help)");
}

}  // namespace afterglow::history
