#include "submit/lifecycle/log_pump.h"

#include <cstdio>

namespace afterglow::submit {
namespace {

constexpr int lines_shown = 12;
constexpr std::int64_t end_bytes = 8192;

const char* name_of(LogStream stream) {
  return stream == LogStream::out ? "stdout" : "stderr";
}

void put(LogStream stream, const std::string& bytes, const Reporter& reporter) {
  if (reporter.format() == OutputFormat::json) {
    reporter.say("", "log", Json::object().set("stream", name_of(stream)).set("text", bytes));
    return;
  }
  std::FILE* const file = stream == LogStream::out ? stdout : stderr;
  std::fwrite(bytes.data(), 1, bytes.size(), file);
  std::fflush(file);
}

std::string last_lines(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  std::size_t begin = text.size();
  for (int line = 0; line < lines_shown && begin != 0 && begin != std::string::npos; ++line) {
    begin = text.rfind('\n', begin - 1);
  }
  return begin == std::string::npos ? text : text.substr(begin + (begin == 0 ? 0 : 1));
}

}  // namespace

void LogPump::choose(LogStream stream) {
  for (Source& source : sources_) source.wanted = source.stream == stream;
}

ClusterResult<void> LogPump::pump(const DriverStatus& status, const std::string& id) {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    while (sources_[i].wanted) {
      const auto part = cluster_.read_log(status, id, sources_[i].stream, offsets_[i]);
      if (!part) return std::unexpected(part.error());
      offsets_[i] = part->next_offset;
      if (part->bytes.empty()) break;
      put(sources_[i].stream, part->bytes, reporter_);
    }
  }
  return {};
}

void show_end_of_logs(Cluster& cluster, const DriverStatus& status, const std::string& id,
                      const Reporter& reporter) {
  if (reporter.format() == OutputFormat::json || reporter.talk() == Talk::quiet) return;
  for (const LogStream stream : {LogStream::out, LogStream::err}) {
    const auto part = cluster.read_log(status, id, stream, -end_bytes);
    if (!part || part->bytes.empty()) continue;
    reporter.say("the end of its " + std::string(name_of(stream)) + ":\n" + last_lines(part->bytes),
                 "log");
  }
  reporter.say("all of it: afterglow-submit logs " + id, "log");
}

}  // namespace afterglow::submit
