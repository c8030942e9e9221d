#include "submit/launch/standalone/master_page.h"

#include <charconv>

#include "common/json/json.h"
#include "common/net/http_client.h"

namespace afterglow::submit {
namespace {

constexpr std::int64_t part_bytes = 256 * 1024;
constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

ClusterResult<HttpAnswer> get(const std::string& url) {
  const auto answer = http_fetch({.method = "GET", .url = url, .headers = {}, .body = {}},
                                 {.answer = std::chrono::seconds(10)});
  if (!answer) return trouble(Trouble::unreachable, answer.error().error.message);
  return *answer;
}

// The state of the master that leads.
ClusterResult<Json> leader_state(const std::vector<std::string>& masters) {
  std::string message;
  for (const std::string& master : masters) {
    const auto answer = get(master + "/json/");
    const auto json = answer ? Json::parse(answer->body) : fail(ErrorKind::io, "");
    if (json && json->text_of("status") == "ALIVE") return *json;
    message += message.empty() ? "" : "; ";
    message += !answer ? answer.error().message
               : json && json->text_of("status")
                   ? master + " does not lead now"
                   : master + " is not the web interface of a Spark master";
  }
  return trouble(Trouble::unreachable,
                 message +
                     " (spark.master.ui.port or afterglow.submit.ui.masters says where the "
                     "master's web interface is, which knows the workers)");
}

struct RawLog {
  std::string bytes;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t total = 0;
};

// "==== Bytes 0-40 of 1234 of DRIVER_FOLDER/stdout ====" and the bytes, decoded as UTF-8 and
// encoded again, so that a character that is cut in two comes as U+FFFD.
std::optional<RawLog> parse_log(std::string_view text) {
  constexpr std::string_view start = "==== Bytes ";
  if (!text.starts_with(start)) return std::nullopt;
  const std::size_t line_end = text.find('\n');
  if (line_end == std::string_view::npos) return std::nullopt;
  RawLog log;
  const char* const end = text.data() + line_end;
  auto read = std::from_chars(text.data() + start.size(), end, log.begin);
  if (read.ec != std::errc() || *read.ptr != '-') return std::nullopt;
  read = std::from_chars(read.ptr + 1, end, log.end);
  constexpr std::string_view of = " of ";
  if (read.ec != std::errc() || !std::string_view(read.ptr, end).starts_with(of)) {
    return std::nullopt;
  }
  read = std::from_chars(read.ptr + of.size(), end, log.total);
  if (read.ec != std::errc()) return std::nullopt;
  log.bytes = text.substr(line_end + 1);
  return log;
}

ClusterResult<RawLog> fetch_log(const std::string& worker, const std::string& driver,
                                LogStream stream, std::int64_t offset, std::int64_t bytes) {
  const auto answer = get(worker + "/log/?driverId=" + percent_encoded(driver) +
                          "&logType=" + (stream == LogStream::out ? "stdout" : "stderr") +
                          (offset < 0 ? "" : "&offset=" + std::to_string(offset)) +
                          "&byteLength=" + std::to_string(bytes));
  if (!answer) return std::unexpected(answer.error());
  auto log = parse_log(answer->body);
  if (!log)
    return trouble(Trouble::refused, worker + " is not the web interface of a Spark worker");
  if (log->total == 0) log->bytes.clear();  // or the reason why there is no such file
  return *log;
}

}  // namespace

ClusterResult<std::string> MasterPage::worker_address(const std::string& worker_id) const {
  const auto state = leader_state(masters_);
  if (!state) return std::unexpected(state.error());
  for (const Json& worker : state->list_of("workers")) {
    if (worker.text_of("id") != worker_id) continue;
    if (worker.text_of("state") == "DEAD") break;
    if (const auto address = worker.text_of("webuiaddress")) return *address;
  }
  return trouble(Trouble::unreachable,
                 "the worker " + worker_id + ", which has the log, is not in the cluster any more");
}

ClusterResult<std::vector<WorkerSize>> MasterPage::workers() const {
  const auto state = leader_state(masters_);
  if (!state) return std::unexpected(state.error());
  std::vector<WorkerSize> sizes;
  for (const Json& worker : state->list_of("workers")) {
    if (worker.text_of("state") != "ALIVE") continue;
    sizes.push_back(
        {worker.integer_of("cores").value_or(0), worker.integer_of("memory").value_or(0)});
  }
  return sizes;
}

ClusterResult<LogPart> MasterPage::read_log(const std::string& worker_id, const std::string& driver,
                                            LogStream stream, std::int64_t offset) const {
  const auto worker = worker_address(worker_id);
  if (!worker) return std::unexpected(worker.error());
  auto log = fetch_log(*worker, driver, stream, offset, offset < 0 ? -offset : part_bytes);
  // A last character of at most three bytes more may be cut: it comes with the next part.
  for (int cut = 1; cut <= 3 && offset >= 0 && log && log->bytes.ends_with(replacement); ++cut) {
    const std::int64_t length = log->end - log->begin - 1;
    if (length <= 0) return LogPart{"", offset};
    log = fetch_log(*worker, driver, stream, offset, length);
  }
  if (!log) return std::unexpected(log.error());
  return LogPart{std::move(log->bytes), log->total < offset ? offset : log->end};
}

std::optional<std::string> MasterPage::successor_of(const std::string& id,
                                                    const std::string& marker) const {
  const auto state = leader_state(masters_);
  if (!state || marker.empty()) return std::nullopt;
  std::optional<std::string> youngest;
  for (const char* const list : {"activedrivers", "completeddrivers"}) {
    for (const Json& driver : state->list_of(list)) {
      const auto other = driver.text_of("id");
      const auto worker_id = driver.text_of("worker");
      // Ids hold the time and a number: later ones are greater.
      if (!other || *other <= id || !worker_id || (youngest && *other < *youngest)) continue;
      const auto worker = worker_address(*worker_id);
      const auto head = worker ? fetch_log(*worker, *other, LogStream::err, 0, part_bytes)
                               : ClusterResult<RawLog>(std::unexpected(worker.error()));
      if (head && head->bytes.contains(marker)) youngest = other;
    }
  }
  return youngest;
}

}  // namespace afterglow::submit
