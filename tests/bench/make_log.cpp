// Makes event logs of any size from the log of a real application: see generator/seed.h.

#include <boost/program_options.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "tests/bench/generator/application.h"
#include "tests/bench/generator/log_writer.h"

namespace afterglow::bench {
namespace {

namespace options = boost::program_options;

constexpr std::int64_t kStartTime = 1'700'000'000'000;  // the same logs every time
constexpr std::int64_t kBetweenApplications = 60'000;

struct Totals {
  std::int64_t tasks = 0;
  std::int64_t stages = 0;
  std::int64_t run_time = 0;
  std::uint64_t plain_bytes = 0;
};

options::options_description described() {
  options::options_description all("usage: make_log --seed LOG --out FOLDER --tasks N [OPTION..]");
  auto add = all.add_options();
  add("seed", options::value<std::string>()->required(), "plain log of seed_app.py");
  add("out", options::value<std::string>()->required(), "folder of the logs");
  add("tasks", options::value<std::int64_t>()->required(), "tasks of an application");
  add("max-tasks", options::value<std::int64_t>()->default_value(0),
      "applications get from --tasks to this many");
  add("tasks-of-stage", options::value<std::int64_t>()->default_value(100'000), "tasks of a stage");
  add("application", options::value<std::string>()->default_value("app-20231114221320-0000"),
      "its id");
  add("applications", options::value<int>()->default_value(1), "how many: ID-0, ID-1, ..");
  add("codec", options::value<std::string>()->default_value("zstd"), "plain, lz4 or zstd");
  add("roll-at", options::value<std::uint64_t>()->default_value(0),
      "write a folder of files of this many bytes (before compression)");
  add("executors", options::value<int>()->default_value(8), "executors of 4 cores");
  add("tiny", "leave the environment of the application out, but for Spark's properties");
  add("in-progress", "leave the application running");
  add("tail", options::value<std::string>()->default_value(""),
      "write one more job of a running application to this file");
  add("tail-tasks", options::value<std::int64_t>()->default_value(100), "tasks of that job");
  return all;
}

Codec codec_of(const std::string& name) {
  if (name == "plain") return Codec::plain;
  if (name == "lz4") return Codec::lz4;
  if (name == "zstd") return Codec::zstd;
  throw std::runtime_error("no such codec: " + name);
}

// The same for everybody, spread evenly.
std::int64_t tasks_of(int number, std::int64_t low, std::int64_t high) {
  if (high <= low) return low;
  return low + static_cast<std::int64_t>(number) * 7919 % (high - low + 1);
}

void make_one(const Seed& seed, const options::variables_map& given, int number, Totals& totals) {
  const bool many = given["applications"].as<int>() > 1;
  const Codec codec = codec_of(given["codec"].as<std::string>());
  std::string id = given["application"].as<std::string>();
  if (many) id += "-" + std::to_string(number);
  const auto roll_at = given["roll-at"].as<std::uint64_t>();
  LogWriter log(given["out"].as<std::string>(), id, codec,
                roll_at > 0 ? std::optional(roll_at) : std::nullopt);
  ApplicationSize size;
  size.tasks =
      tasks_of(number, given["tasks"].as<std::int64_t>(), given["max-tasks"].as<std::int64_t>());
  size.tasks_of_stage = std::max<std::int64_t>(1, given["tasks-of-stage"].as<std::int64_t>());
  size.executors = given["executors"].as<int>();
  Application application(seed, id, size, kStartTime + number * kBetweenApplications);
  const auto write = [&log](std::string_view event, bool flushed) { log.write(event, flushed); };
  application.start(write);
  application.run_all(write);
  totals.tasks += size.tasks;
  totals.stages += application.stages();
  totals.run_time += application.run_time();
  if (given.contains("in-progress")) {
    log.finish(Ending::in_progress);
    const std::string tail = given["tail"].as<std::string>();
    if (tail.empty()) return;
    const auto file = make_log_file(codec, tail);
    application.run_one(given["tail-tasks"].as<std::int64_t>(),
                        [&file](std::string_view event, bool flushed) {
                          file->write(event);
                          if (flushed) file->flush();
                        });
    file->finish();
  } else {
    application.end(write);
    log.finish(Ending::complete);
  }
  totals.plain_bytes += log.plain_bytes();
}

int run(int argc, char** argv) {
  options::variables_map given;
  options::store(options::parse_command_line(argc, argv, described()), given);
  options::notify(given);
  const Seed seed =
      read_seed(given["seed"].as<std::string>(),
                given.contains("tiny") ? Environment::spark_only : Environment::whole);
  Totals totals;
  for (int i = 0; i < given["applications"].as<int>(); ++i) make_one(seed, given, i, totals);
  std::printf(R"({"tasks": %lld, "stages": %lld, "run_time": %lld, "plain_bytes": %llu})"
              "\n",
              static_cast<long long>(totals.tasks), static_cast<long long>(totals.stages),
              static_cast<long long>(totals.run_time),
              static_cast<unsigned long long>(totals.plain_bytes));
  return 0;
}

}  // namespace
}  // namespace afterglow::bench

int main(int argc, char** argv) {
  try {
    return afterglow::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "make_log: " << error.what() << "\n" << afterglow::bench::described();
    return 1;
  }
}
