#pragma once

#include <string>

#include "common/json/json.h"
#include "submit/cli/output_format.h"

namespace afterglow::submit {

enum class Talk { lines, quiet };

// Says what happens, to a person or to a program. Text: lines on standard error, and only results
// on standard output. JSON: one object a line on standard output, and nothing else.
class Reporter {
 public:
  Reporter(OutputFormat format, Talk talk) : format_(format), talk_(talk) {}

  // `event` is the object's member of that name; --quiet leaves the line out, not the object.
  void say(const std::string& line, const char* event, Json details = Json::object()) const;
  // Errors are said with --quiet, too.
  void error(const std::string& line, int exit_code) const;
  // What was asked for.
  void result(const std::string& text, const Json& object) const;

  OutputFormat format() const { return format_; }
  Talk talk() const { return talk_; }

 private:
  OutputFormat format_;
  Talk talk_;
};

}  // namespace afterglow::submit
