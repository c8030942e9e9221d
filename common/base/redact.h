#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace afterglow {

// What Spark prints instead of a secret.
inline constexpr std::string_view redacted_text = "*********(redacted)";

// The default of spark.redaction.regex since Spark 4.3.
inline constexpr std::string_view default_redaction_regex =
    "(?i)secret|password|token|access[.]?key|credential";

// Tells secrets by spark.redaction.regex: a property is secret when the pattern occurs in its key
// or in its value. A pattern that cannot be understood here (Java's dialect is larger) makes every
// property a secret, which is the safe side.
class Redactor {
 public:
  Redactor();  // the default pattern
  explicit Redactor(std::string_view regex);

  // False for a pattern that is none here.
  bool is_understood() const;
  bool is_secret(std::string_view key, std::string_view value) const;
  std::string redact(std::string_view key, std::string_view value) const;

 private:
  class Pattern;
  std::shared_ptr<const Pattern> pattern_;  // none: the default one
};

// With the default pattern.
bool is_secret(std::string_view key, std::string_view value);
std::string redact(std::string_view key, std::string_view value);

}  // namespace afterglow
