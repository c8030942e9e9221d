#pragma once

#include <string_view>

namespace afterglow::submit {

// A main class of Spark's own for which Spark reads the command line in another way: it needs no
// application file, and what is neither an option nor an option's value belongs to the class,
// wherever it stands.
struct SpecialClass {
  enum class Kind { shell, sql_shell, thrift_server, connect_server };

  std::string_view name;
  Kind kind;
  std::string_view resource;  // what SparkSubmit is given in place of an application
  std::string_view command;   // for messages: the script of Spark's that runs it
};

// Null when the class is nothing special.
const SpecialClass* find_special_class(std::string_view main_class);

// Words that stand in place of an application: interactive shells, and "spark-internal" for a class
// that is already on the class path.
bool is_shell_resource(std::string_view resource);
bool names_no_file(std::string_view resource);

inline constexpr std::string_view internal_resource = "spark-internal";

}  // namespace afterglow::submit
