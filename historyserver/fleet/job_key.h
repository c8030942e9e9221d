#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace afterglow::history {

// What tells of which job an application is a run.
struct RunIdentity {
  std::string_view name;
  std::string_view user;
  std::string_view queue;
  // Of a property; nothing: it is not set.
  std::function<std::optional<std::string>(std::string_view key)> property;
};

// Which runs are runs of the same job: those whose parts are equal, the changing part of names
// apart.
class JobKey {
 public:
  JobKey() = default;  // by name
  // `parts`: name, user, queue and property:KEY, separated by commas. `pattern`: empty for
  // steady_job_name(), else "REGEX" or "REGEX => REPLACEMENT" ("*"; $1 is the first group), in
  // ECMAScript's dialect without references back, of at most 500 bytes: every match of it in the
  // first 256 bytes of a name is replaced. An error says what is expected.
  static Result<JobKey> parse(std::string_view parts, std::string_view pattern);

  // Never empty, at most some hundred bytes.
  std::string of(const RunIdentity& run) const;

  // Equal tags, equal keys.
  const std::string& tag() const { return tag_; }

 private:
  enum class Kind { name, user, queue, property };
  struct Part {
    Kind kind = Kind::name;
    std::string key = {};  // of a property
  };
  class Pattern;

  std::string name_of(std::string_view name) const;
  std::string value_of(const Part& part, const RunIdentity& run) const;

  std::vector<Part> parts_ = {Part{}};
  std::shared_ptr<const Pattern> pattern_;
  std::string tag_ = "name";
};

}  // namespace afterglow::history
