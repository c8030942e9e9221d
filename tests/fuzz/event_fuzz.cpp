// The lines of a log, whatever they say: the short way of decoding finds what the general one
// finds; their rows are written, in one go or slice by slice with a new start each time, and are
// the same then. A bad line is counted and costs no other one.
//
// Input: the text of a log. event_mutator.cpp changes it as text of JSON.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "historyserver/events/event_decoder.h"
#include "historyserver/events/ignoring_sink.h"
#include "historyserver/ingest/log_ingest.h"
#include "tests/fuzz/memory_file.h"
#include "tests/unit/historyserver/dump_database.h"

namespace {

using namespace afterglow;
using namespace afterglow::history;

constexpr std::uint64_t kAll = std::uint64_t{1} << 40;

class TaskSink : public IgnoringSink {
 public:
  using IgnoringSink::on;
  void on(TaskStart&& event) override { start = std::move(event); }
  void on(TaskEnd&& event) override { end = std::move(event); }

  std::optional<TaskStart> start;
  std::optional<TaskEnd> end;
};

void check_decoding(std::string_view line) {
  static EventDecoder decoder;
  const PaddedLine padded{std::string(line)};
  TaskSink quick;
  TaskSink general;
  const auto quickly = decoder.decode(padded.view(), quick);
  const auto generally = decoder.decode_any(padded.view(), general);
  expect(quickly.has_value() == generally.has_value());
  expect(quick.start == general.start && quick.end == general.end);
}

void check_lines(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) check_decoding(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
}

struct Outcome {
  LogRow row;
  std::string dump;
};

std::unique_ptr<LogIngest> start(const TemporaryFolder& store, LogIngest::Start how) {
  LogRow row;
  row.log_id = "log";
  row.database = "app.db";
  auto started = LogIngest::start(store.path(), row, how);
  expect(started.has_value());
  return *std::move(started);
}

Outcome ingest(const LogListing& listing, std::uint64_t slice) {
  const TemporaryFolder store;
  auto ingest = start(store, LogIngest::Start::anew);
  for (std::uint64_t slices = 1;; ++slices) {
    expect(slices <= listing.size() + 1);
    const auto state = ingest->advance(listing, slice);
    expect(state.has_value() && *state != LogIngest::State::replaced);
    if (*state == LogIngest::State::caught_up) break;
    const std::int64_t before = ingest->row().bytes_read;
    ingest.reset();
    ingest = start(store, LogIngest::Start::resume);
    // A checkpoint that does not fit would mean to begin again.
    expect(ingest->row().bytes_read == before);
  }
  const LogRow row = ingest->row();
  ingest.reset();
  return {row, dump_database(store.path("app.db"))};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_lines(text);
  const MemoryFile file(text);
  LogListing listing;
  listing.files.push_back({.path = file.path(), .codec = "", .size = size, .inode = 1});
  const Outcome whole = ingest(listing, kAll);
  const Outcome slices = ingest(listing, 1 + size / (1 + size % 8));
  expect(slices.row.problem == whole.row.problem && slices.dump == whole.dump);
  return 0;
}
