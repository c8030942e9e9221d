// How fast an event log becomes rows. One is made here: one stage whose tasks carry all metrics, as
// Spark 4 writes them (about 3 KB for a task's start and end). Small ones are those of the tests.
// Run it in the project's folder.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "historyserver/eventlog/line_splitter.h"
#include "historyserver/events/event_decoder.h"
#include "historyserver/events/ignoring_sink.h"
#include "historyserver/ingest/log_ingest.h"
#include "historyserver/ingest/pipeline.h"

namespace afterglow::history {
namespace {

const char* const kExecutorMetrics =
    R"({"JVMHeapMemory":331350016,"JVMOffHeapMemory":104857600,"OnHeapExecutionMemory":67108864,)"
    R"("OffHeapExecutionMemory":0,"OnHeapStorageMemory":1048576,"OffHeapStorageMemory":0,)"
    R"("OnHeapUnifiedMemory":68157440,"OffHeapUnifiedMemory":0,"DirectPoolMemory":32769,)"
    R"("MappedPoolMemory":0,"MinorGCCount":12,"MinorGCTime":93,"MajorGCCount":3,"MajorGCTime":120,)"
    R"("TotalGCTime":213,"ConcurrentGCCount":2,"ConcurrentGCTime":5})";

const char* const kTaskMetrics =
    R"({"Executor Deserialize Time":12,"Executor Deserialize CPU Time":9123456,)"
    R"("Executor Run Time":1532,"Executor CPU Time":1212345678,"Peak Execution Memory":67108864,)"
    R"("Result Size":5210,"JVM GC Time":31,"Result Serialization Time":1,)"
    R"("Memory Bytes Spilled":0,"Disk Bytes Spilled":0,"Shuffle Read Metrics":)"
    R"({"Remote Blocks Fetched":12,"Local Blocks Fetched":3,"Fetch Wait Time":2,)"
    R"("Remote Bytes Read":1234567,"Remote Bytes Read To Disk":0,"Local Bytes Read":345678,)"
    R"("Total Records Read":123456,"Remote Requests Duration":7,"Push Based Shuffle":)"
    R"({"Corrupt Merged Block Chunks":0,"Merged Fetch Fallback Count":0,)"
    R"("Merged Remote Blocks Fetched":0,"Merged Local Blocks Fetched":0,)"
    R"("Merged Remote Chunks Fetched":0,"Merged Local Chunks Fetched":0,)"
    R"("Merged Remote Bytes Read":0,"Merged Local Bytes Read":0,)"
    R"("Merged Remote Requests Duration":0}},"Shuffle Write Metrics":)"
    R"({"Shuffle Bytes Written":456789,"Shuffle Write Time":12345678,)"
    R"("Shuffle Records Written":4567},"Input Metrics":{"Bytes Read":0,"Records Read":0},)"
    R"("Output Metrics":{"Bytes Written":0,"Records Written":0},"Updated Blocks":[]})";

std::string task_info(int task, bool ended) {
  const std::string id = std::to_string(task);
  return R"({"Task ID":)" + id + R"(,"Index":)" + id + R"(,"Attempt":0,"Partition ID":)" + id +
         R"(,"Launch Time":1700000000000,"Executor ID":"1","Host":"worker-1","Locality":)" +
         R"("PROCESS_LOCAL","Speculative":false,"Getting Result Time":0,"Finish Time":)" +
         (ended ? std::to_string(1700000001500 + task % 997) : "0") +
         R"(,"Failed":false,"Killed":false,"Accumulables":[]})";
}

std::string task_end(int task) {
  return R"({"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,)"
         R"("Task Type":"ShuffleMapTask","Task End Reason":{"Reason":"Success"},"Task Info":)" +
         task_info(task, true) + R"(,"Task Executor Metrics":)" + kExecutorMetrics +
         R"(,"Task Metrics":)" + kTaskMetrics + "}";
}

std::string make_log(int tasks) {
  const std::string stage =
      R"({"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"map","Number of Tasks":)" +
      std::to_string(tasks) + R"(,"RDD Info":[],"Parent IDs":[],"Details":"",)" +
      R"("Submission Time":1700000000000,"Accumulables":[],"Resource Profile Id":0})";
  std::string log =
      R"({"Event":"SparkListenerLogStart","Spark Version":"4.3.0"})"
      "\n"
      R"({"Event":"SparkListenerApplicationStart","App Name":"bench","App ID":"bench-1",)"
      R"("Timestamp":1700000000000,"User":"bench"})"
      "\n"
      R"({"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":1700000000000,)"
      R"("Stage Infos":[)" +
      stage + R"(],"Stage IDs":[0],"Properties":{}})" + "\n" +
      R"({"Event":"SparkListenerStageSubmitted","Stage Info":)" + stage + R"(,"Properties":{}})" +
      "\n";
  for (int task = 0; task < tasks; ++task) {
    log += R"({"Event":"SparkListenerTaskStart","Stage ID":0,"Stage Attempt ID":0,"Task Info":)" +
           task_info(task, false) + "}\n" + task_end(task) + "\n";
  }
  return log + R"({"Event":"SparkListenerApplicationEnd","Timestamp":1700000009000})" + "\n";
}

void decode_task_end(benchmark::State& state) {
  std::string line = task_end(7);
  const std::size_t size = line.size();
  line.append(kLinePadding, ' ');
  EventDecoder decoder;
  IgnoringSink sink;
  for (auto _ : state) {
    if (!decoder.decode({line.data(), size}, sink)) state.SkipWithError("the line is wrong");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * size));
}
BENCHMARK(decode_task_end);

enum class Then { nothing, findings };
using Listings = std::vector<LogListing>;

// For what is made by a benchmark, and gone after it.
struct BenchFolder {
  BenchFolder() { std::filesystem::create_directories(path); }
  BenchFolder(const BenchFolder&) = delete;
  BenchFolder& operator=(const BenchFolder&) = delete;
  ~BenchFolder() { std::filesystem::remove_all(path); }
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "afterglow-bench";
};

// Where logs are read to.
struct Place {
  std::string folder;
  Catalog& catalog;
  SmallDatabases small{};
  RollUp roll_up{};
};

// From the first bytes of some logs to their files and their rows in the catalog, as a server reads
// them at once; without or with what follows from them.
Result<void> ingest(const Listings& logs, Place& to, Then then) {
  std::vector<std::unique_ptr<LogIngest>> ingests;
  for (const LogListing& log : logs) {
    LogRow row;
    row.log_id = std::to_string(ingests.size());
    row.database = row.log_id + ".db";
    row.size = static_cast<std::int64_t>(log.size());
    row.end_time = 1;  // as the listing has found
    auto ingest = LogIngest::start(to.folder, row, LogIngest::Start::anew, {}, &to.small);
    if (!ingest) return std::unexpected(ingest.error());
    if (auto read = (*ingest)->advance(log, 128 << 20); !read) return std::unexpected(read.error());
    ingests.push_back(*std::move(ingest));
  }
  for (const auto& ingest : ingests) {
    auto done = then == Then::findings ? ingest->conclude(to.roll_up) : ingest->name(to.roll_up);
    if (!done) return done;
  }
  std::vector<LogRow> rows;
  for (const auto& ingest : ingests) {
    auto kept = ingest->is_in_memory() ? ingest->keep() : Result<void>();
    if (!kept) return kept;
    rows.push_back(ingest->row());
  }
  return to.catalog.put(rows);
}

Listings listings_of(const std::string& directory) {
  auto listings = list_logs(directory);
  return listings ? *std::move(listings) : Listings();
}

// Does each part of some work both ways in turns, so that what else the machine does meets both
// alike. Tells the sums of the parts' median times: ms without and with findings, and how much
// slower that is.
void in_turns(benchmark::State& state, std::size_t parts,
              const std::function<Result<void>(std::size_t part, Then then)>& work) {
  constexpr std::array kWays = {Then::nothing, Then::findings};
  using Times = std::array<std::vector<double>, kWays.size()>;  // ms
  std::vector<Times> times(parts);
  std::size_t first = 0;
  for (auto _ : state) {
    for (std::size_t part = 0; part < parts; ++part) {
      for (const std::size_t way : {first, 1 - first}) {
        const auto start = std::chrono::steady_clock::now();
        const auto done = work(part, kWays[way]);
        const auto end = std::chrono::steady_clock::now();
        if (!done) state.SkipWithError(done.error().message.c_str());
        times[part][way].push_back(std::chrono::duration<double, std::milli>(end - start).count());
      }
      first = 1 - first;
    }
  }
  std::array<double, kWays.size()> sums{};
  for (Times& of_part : times) {
    for (std::size_t way = 0; way < kWays.size(); ++way) {
      auto& measured = of_part[way];
      const auto middle = measured.begin() + static_cast<std::ptrdiff_t>(measured.size() / 2);
      std::ranges::nth_element(measured, middle);
      sums[way] += *middle;
    }
  }
  state.counters["nothing_ms"] = sums[0];
  state.counters["findings_ms"] = sums[1];
  state.counters["slower_percent"] = 100 * (sums[1] / sums[0] - 1);
}

// From the first byte of a plain log to the last committed row, without or with what follows.
Result<void> ingest_all(const LogListing& log, const std::string& folder, const RollUp& roll_up,
                        Then then) {
  LogRow row;
  row.database = "bench.db";
  auto ingest = LogIngest::start(folder, row, LogIngest::Start::anew);
  if (!ingest) return std::unexpected(ingest.error());
  for (;;) {
    const auto state = (*ingest)->advance(log, 8 << 20);
    if (!state) return std::unexpected(state.error());
    if (*state != LogIngest::State::more) break;
  }
  return then == Then::findings ? (*ingest)->conclude(roll_up) : (*ingest)->name(roll_up);
}

void ingest_log(benchmark::State& state) {
  const BenchFolder folder;
  std::filesystem::create_directories(folder.path / "logs");
  const std::string log = make_log(static_cast<int>(state.range(0)));
  std::ofstream(folder.path / "logs" / "bench-1") << log;
  const Listings logs = listings_of(folder.path / "logs");
  const RollUp roll_up;
  in_turns(state, logs.size(), [&](std::size_t part, Then then) {
    return ingest_all(logs[part], folder.path.string(), roll_up, then);
  });
  state.SetItemsProcessed(2 * state.iterations() * state.range(0));
  state.SetBytesProcessed(static_cast<std::int64_t>(2 * state.iterations() * log.size()));
}
BENCHMARK(ingest_log)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Iterations(15)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// Some logs at once, then the next.
void ingest_small_logs(benchmark::State& state, const std::vector<Listings>& logs) {
  if (logs.empty()) return state.SkipWithError("run it in the project's folder");
  const BenchFolder folder;
  const auto catalog = Catalog::open((folder.path / "catalog.db").string(), {});
  if (!catalog) return state.SkipWithError(catalog.error().message.c_str());
  Place place{folder.path.string(), **catalog};
  in_turns(state, logs.size(),
           [&](std::size_t part, Then then) { return ingest(logs[part], place, then); });
}

void ingest_small_log(benchmark::State& state, const std::string& name, std::size_t at_once) {
  for (const LogListing& log : listings_of("tests/golden/logs")) {
    if (log.id.ends_with("/" + name)) return ingest_small_logs(state, {Listings(at_once, log)});
  }
  state.SkipWithError("run it in the project's folder");
}

// All logs of the tests, which real Sparks wrote.
void ingest_golden_logs(benchmark::State& state) {
  std::vector<Listings> logs;
  std::int64_t bytes = 0;
  for (const char* const folder : {"tests/golden/logs", "tests/golden/illness/logs"}) {
    for (LogListing& log : listings_of(folder)) {
      const auto size = static_cast<std::int64_t>(log.size());
      bytes += size;
      if (logs.empty() || bytes > Pipeline::kAtOnceBytes ||
          logs.back().size() == Pipeline::kAtOnce) {
        logs.emplace_back();
        bytes = size;
      }
      logs.back().push_back(std::move(log));
    }
  }
  ingest_small_logs(state, logs);
}

// 16 tasks, 0.1 MB plain, alone and as many as are read at once; 27 tasks and 17 queries, 0.9 MB
// plain.
BENCHMARK_CAPTURE(ingest_small_log, tiny, "local-1700000000003", 1);
BENCHMARK_CAPTURE(ingest_small_log, tiny_some, "local-1700000000003", Pipeline::kAtOnce);
BENCHMARK_CAPTURE(ingest_small_log, queries, "local-1700000000142.zstd", 1);
BENCHMARK(ingest_golden_logs)->Iterations(15)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace afterglow::history

BENCHMARK_MAIN();
