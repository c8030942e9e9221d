#pragma once

#include <span>
#include <string>
#include <string_view>

namespace afterglow::submit {

enum class Arity { value, none };

// How an option reaches the driver's own SparkSubmit.
enum class Role {
  action,            // asks for something other than a submission
  application_conf,  // --conf
  driver_conf,       // shares its configuration key with --conf: the last on the line wins
  properties,        // names or switches properties files
  plain,             // handed on as it stands, and stronger than --conf
  lifecycle,         // what comes after a submission to a cluster: for nobody but us
};

// Where --help lists it.
enum class Section {
  application,
  configuration,
  driver,
  executors,
  dependencies,
  security,
  cluster,
  inspection,
  other,
};

enum class Support { ready, hidden };

// Whose options are understood: under the name spark-submit only those that Spark has.
enum class Dialect { spark, afterglow };

struct Option {
  std::string_view name;
  std::string_view alias;  // may be empty
  Arity arity;
  Role role;
  std::string_view conf_key;  // the Spark property that it sets; may be empty
  Section section;
  Support support;
  std::string_view value_name;  // in --help
  std::string_view help;
  Dialect dialect = Dialect::spark;  // afterglow: Spark does not have it
  std::string_view choices = "";     // all values that it takes, separated by blanks; or empty
};

// Every option, sorted by name.
std::span<const Option> all_options();

// The sections in their order, with their titles.
struct Heading {
  Section section;
  std::string_view title;
};
std::span<const Heading> headings();

bool is_in(const Option& option, Dialect dialect);

// By name or alias, dashes included; null when the dialect has none.
const Option* find_option(std::string_view name, Dialect dialect = Dialect::afterglow);

// The option that somebody who typed `name` most likely meant; null when nothing is near.
const Option* nearest_option(std::string_view name, Dialect dialect = Dialect::afterglow);

}  // namespace afterglow::submit
