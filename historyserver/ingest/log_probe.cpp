#include "historyserver/ingest/log_probe.h"

#include <algorithm>
#include <atomic>
#include <thread>

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

namespace {

// More than most machines have cores: of logs that are not in memory most of the time is waiting.
constexpr std::size_t kProbes = 8;

// What is not there any more is left to the next scan.
void probe(LogRow& row) {
  const auto listing = list_log_by_id(row.directory, row.log_id);
  if (!listing) return;
  // What cannot be listed will say why when it is read.
  [[maybe_unused]] const auto done = probe_log(*listing, row);
  row.size = static_cast<std::int64_t>(listing->size());
  row.last_updated = listing->modified;
}

}  // namespace

void probe_logs(std::vector<LogRow>& rows) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < rows.size(); i = next++) probe(rows[i]);
  };
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < std::min(kProbes, rows.size()); ++i) helpers.emplace_back(work);
  work();
}

}  // namespace afterglow::history
