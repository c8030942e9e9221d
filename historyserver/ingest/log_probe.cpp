#include "historyserver/ingest/log_probe.h"

#include "historyserver/eventlog/log_ends.h"
#include "historyserver/events/event_decoder.h"
#include "historyserver/events/ignoring_sink.h"

namespace afterglow::history {
namespace {

// The start of the application is one of the first lines, but a long environment may precede it.
constexpr std::size_t kMaxHeadBytes = 1024 * 1024;

class ApplicationSink : public IgnoringSink {
 public:
  explicit ApplicationSink(LogRow& row) : row_(row) {}
  using IgnoringSink::on;

  void on(LogStart&& event) override { row_.spark_version = std::move(event.spark_version); }
  void on(ApplicationStart&& event) override {
    row_.app_id = std::move(event.id);
    row_.attempt_id = std::move(event.attempt_id);
    row_.name = std::move(event.name);
    row_.user = std::move(event.user);
    row_.start_time = event.time;
  }
  void on(ApplicationEnd&& event) override {
    row_.end_time = event.time;
    row_.exit_code = event.exit_code;
  }

 private:
  LogRow& row_;
};

bool is_event(std::string_view line, std::string_view name) {
  constexpr std::string_view kBegin = "{\"Event\":\"";
  return line.starts_with(kBegin) && line.substr(kBegin.size()).starts_with(name);
}

}  // namespace

Result<void> probe_log(const LogListing& listing, LogRow& row) {
  EventDecoder decoder;
  ApplicationSink sink(row);
  const auto take = [&](const std::string& line) {
    if (!is_event(line, "SparkListenerApplication") && !is_event(line, "SparkListenerLogStart")) {
      return;
    }
    // A line that cannot be read is told of when the whole log is.
    [[maybe_unused]] const auto done = decoder.decode(line, sink);
  };
  const auto head = first_lines(listing, kMaxHeadBytes, [](std::string_view line) {
    return is_event(line, "SparkListenerApplicationStart");
  });
  if (!head) return std::unexpected(head.error());
  for (const std::string& line : *head) take(line);
  if (!row.app_id) return {};
  const auto tail = last_lines(listing, kMaxStoredAtEnd, [](std::string_view line) {
    return is_event(line, "SparkListenerApplicationEnd");
  });
  if (!tail) return std::unexpected(tail.error());
  for (const std::string& line : *tail) {
    if (is_event(line, "SparkListenerApplicationEnd")) take(line);
  }
  return {};
}

}  // namespace afterglow::history
