#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow {

// A process environment as a value: read once, changed freely, handed to execve at the end.
class Environment {
 public:
  Environment() = default;

  // The variables of this process. Entries without '=' are dropped.
  static Environment of_this_process();

  bool contains(std::string_view name) const;

  // The empty text when the variable is not set; nearly all of Spark treats both alike.
  const std::string& get(std::string_view name) const;

  void set(std::string_view name, std::string_view value);
  void unset(std::string_view name);

  // "NAME=value" for each variable, sorted by name.
  std::vector<std::string> entries() const;

 private:
  std::map<std::string, std::string, std::less<>> variables_;
};

}  // namespace afterglow
