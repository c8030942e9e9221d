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
};

// Where --help lists it.
enum class Section { application, configuration, driver, executors, dependencies, security, other };

enum class Support { ready, not_yet, hidden };

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
};

// Every option of spark-submit, sorted by name.
std::span<const Option> all_options();

// By name or alias, dashes included; null when there is none.
const Option* find_option(std::string_view name);

// The option that somebody who typed `name` most likely meant; null when nothing is near.
const Option* nearest_option(std::string_view name);

}  // namespace afterglow::submit
