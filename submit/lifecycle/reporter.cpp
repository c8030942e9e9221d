#include "submit/lifecycle/reporter.h"

#include <cstdio>

namespace afterglow::submit {
namespace {

void put(std::FILE* stream, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

void put_event(const char* event, Json details) {
  Json object = Json::object();
  object.set("event", event);
  put(stdout, object.merged(details).line() + "\n");
}

}  // namespace

void Reporter::say(const std::string& line, const char* event, Json details) const {
  if (format_ == OutputFormat::json) {
    put_event(event, std::move(details));
  } else if (talk_ == Talk::lines) {
    put(stderr, "afterglow-submit: " + line + "\n");
  }
}

void Reporter::error(const std::string& line, int exit_code) const {
  if (format_ == OutputFormat::json) {
    put_event("error", Json::object().set("message", line).set("exitCode", exit_code));
  } else {
    put(stderr, "afterglow-submit: " + line + "\n");
  }
}

void Reporter::result(const std::string& text, const Json& object) const {
  put(stdout, format_ == OutputFormat::json ? object.line() + "\n" : text);
}

}  // namespace afterglow::submit
