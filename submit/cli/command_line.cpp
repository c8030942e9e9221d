#include "submit/cli/command_line.h"

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>

#include "submit/cli/special_forms.h"

namespace afterglow::submit {
namespace {

namespace po = boost::program_options;

po::options_description describe_options() {
  po::options_description description;
  for (const Option& option : all_options()) {
    const std::string key(option.name.substr(2));
    if (option.arity == Arity::value) {
      description.add_options()(key.c_str(), po::value<std::string>(), "");
    } else {
      description.add_options()(key.c_str(), "");
    }
  }
  return description;
}

struct Token {
  std::string name;
  std::optional<std::string> value;
};

Token split(const std::string& token) {
  const std::size_t equals = token.find('=');
  const bool glued = token.starts_with("--") && equals != std::string::npos && equals > 2;
  if (!glued) return {token, std::nullopt};
  return {token.substr(0, equals), token.substr(equals + 1)};
}

// Boost's own readers of "--name value" take neither a value that looks like an option nor an end
// at the first foreign token, so the one reader given to it is this: it eats one option, or all
// that is left from the primary resource on. With a line whose resource is there already, options
// and arguments are mixed.
class SparkGrammar {
 public:
  explicit SparkGrammar(CommandLine& line) : line_(line) {}

  std::vector<po::option> operator()(std::vector<std::string>& rest) const {
    const bool mixed = line_.resource.has_value();
    if (!rest.front().starts_with('-') && !mixed) return take_application(rest);
    const std::string token = take(rest);
    const auto [name, glued_value] = split(token);
    const Option* const known = find_option(name, line_.dialect);
    // A shell has short options of its own, such as -f, which must not be taken for ours.
    const bool of_the_shell =
        known == nullptr || (known->dialect != Dialect::spark && !name.starts_with("--"));
    if (mixed && of_the_shell) return {option_without_name(token)};
    if (known == nullptr) {
      report_unknown(name, glued_value ? Arity::none : Arity::value, rest);
      return {};
    }
    if (known->arity == Arity::none) return {option(*known, {})};
    if (glued_value && !glued_value->empty()) return {value_option(*known, *glued_value)};
    if (glued_value || rest.empty()) {
      line_.understood = Understood::partly;
      line_.problems.push_back("option " + name + " needs a value (" +
                               std::string(known->value_name) + ")");
      return {};
    }
    return {value_option(*known, take(rest))};
  }

 private:
  static std::string take(std::vector<std::string>& rest) {
    std::string token = rest.front();
    rest.erase(rest.begin());
    return token;
  }

  // Passes over what is probably the value of a misspelt option, so that the rest can be read.
  void report_unknown(const std::string& name, Arity likely_arity,
                      std::vector<std::string>& rest) const {
    line_.understood = Understood::partly;
    std::string problem = "unknown option \"" + name + "\"";
    const Option* const nearest = nearest_option(name, line_.dialect);
    if (nearest != nullptr) {
      problem += "; did you mean " + std::string(nearest->name) + "?";
      const bool has_value = nearest->arity == Arity::value && likely_arity == Arity::value;
      if (has_value && !rest.empty() && !rest.front().starts_with('-')) take(rest);
    }
    line_.problems.push_back(problem);
  }

  po::option value_option(const Option& known, const std::string& value) const {
    const SpecialClass* const special =
        known.name == "--class" ? find_special_class(value) : nullptr;
    if (special != nullptr) line_.resource = special->resource;
    return option(known, {value});
  }

  static po::option option(const Option& known, std::vector<std::string> values) {
    return {std::string(known.name.substr(2)), std::move(values)};
  }

  static std::vector<po::option> take_application(std::vector<std::string>& rest) {
    std::vector<po::option> positional;
    for (std::string& token : rest) positional.push_back(option_without_name(std::move(token)));
    rest.clear();
    return positional;
  }

  static po::option option_without_name(std::string token) { return {"", {std::move(token)}}; }

  CommandLine& line_;
};

struct FirstWord {
  std::string_view word;
  Form form;
  std::string_view resource;
};

constexpr FirstWord first_words[] = {
    {"pyspark-shell-main", Form::python_shell, "pyspark-shell"},
    {"run-example", Form::example, ""},
    {"sparkr-shell-main", Form::r_shell, "sparkr-shell"},
};

// Takes a first word that chooses the form.
void take_form(std::span<const std::string>& arguments, CommandLine& line) {
  if (arguments.empty()) return;
  for (const auto& [word, form, resource] : first_words) {
    if (arguments.front() != word) continue;
    line.form = form;
    if (!resource.empty()) line.resource = resource;
    arguments = arguments.subspan(1);
    return;
  }
}

}  // namespace

bool CommandLine::has(std::string_view name) const {
  return value(name) != nullptr;
}

const std::string* CommandLine::value(std::string_view name) const {
  for (auto it = given.rbegin(); it != given.rend(); ++it) {
    if (it->option->name == name) return &it->value;
  }
  return nullptr;
}

CommandLine parse_command_line(std::span<const std::string> arguments, Dialect dialect) {
  CommandLine line;
  line.dialect = dialect;
  take_form(arguments, line);
  const po::options_description description = describe_options();
  try {
    po::command_line_parser parser(std::vector<std::string>(arguments.begin(), arguments.end()));
    const po::parsed_options parsed =
        parser.options(description)
            .style(po::command_line_style::allow_long | po::command_line_style::long_allow_next)
            .extra_style_parser(SparkGrammar(line))
            .run();
    for (const po::option& option : parsed.options) {
      const std::string value = option.value.empty() ? "" : option.value.front();
      if (!option.string_key.empty()) {
        line.given.push_back({find_option("--" + option.string_key), value});
      } else if (!line.resource) {
        line.resource = value;
      } else {
        line.application_arguments.push_back(value);
      }
    }
  } catch (const po::error& error) {
    line.problems.push_back(error.what());
  }
  return line;
}

}  // namespace afterglow::submit
