#include "historyserver/api/v1/distributions.h"

#include <cmath>
#include <limits>

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(PickQuantiles, PicksAsSpark) {
  using Values = std::vector<std::int64_t>;
  using Doubles = std::vector<double>;
  const struct {
    Values values;
    std::int64_t count;
    Doubles quantiles;
    Doubles picked;
  } cases[] = {
      {{40, 10, 30, 20}, 4, {0, 0.25, 0.5, 0.75, 1}, {10, 20, 30, 40, 40}},
      {{40, 10, 30, 20}, 4, {0.1, 0.2, 0.49}, {10, 10, 20}},
      {{7}, 1, {0, 0.5, 1, 2, kInfinity}, {7, 7, 7, 7, 7}},
      {{10, 20}, 2, {0.5, 0.5}, {20, 20}},
      // More values than counted ones: of running tasks, say.
      {{10, 20, 30, 40}, 2, {0, 0.5, 1}, {10, 20, 20}},
      // Before the first there is nothing.
      {{10, 20}, 2, {-1, -0.5, 0.5}, {10, 20, kNaN}},
      {{10, 20}, 2, {-0.4, 1}, {10, 20}},
      {{10, 20, 30}, 3, {-0.34, 0}, {kNaN, 10}},
      {{10, 20, 30}, 3, {-kInfinity, 0}, {10, kNaN}},
      {{10, 20, 30}, 3, {-kInfinity, 0.34, 1}, {10, 20, 30}},
      {{10, 20, 30}, 3, {-1e300, -0.4, 1}, {10, kNaN, kNaN}},
      {{10, 20, 30}, 3, {0.5, kNaN}, {20, 30}},
      {{10, 20, 30}, 3, {kNaN}, {10}},
  };
  for (const auto& c : cases) {
    Values values = c.values;
    const Doubles picked = pick_quantiles(values, c.count, c.quantiles);
    ASSERT_EQ(picked.size(), c.picked.size());
    for (std::size_t i = 0; i < picked.size(); ++i) {
      if (std::isnan(c.picked[i])) {
        EXPECT_TRUE(std::isnan(picked[i])) << c.quantiles[i] << ": " << picked[i];
      } else {
        EXPECT_EQ(picked[i], c.picked[i]) << c.quantiles[i] << " of " << c.count;
      }
    }
  }
}

TEST(TaskDistributions, TakeMetricsOfSuccessfulTasksAndTimesOfAll) {
  const TemporaryFolder folder;
  const auto database = value_of(ApplicationDatabase::create(folder.path("app.db")));
  const auto append = [&](const char* status, std::int64_t duration, std::int64_t run_time) {
    TaskRow task;
    task.status = status;
    task.duration = duration;
    task.metrics[TaskMetric::executor_run_time] = run_time;
    expect_done(database->task_writer.append(task, {}));
  };
  append("SUCCESS", 5, 3);
  append("FAILED", 9, 1);
  expect_done(database->task_writer.flush());
  auto tasks = value_of(database->task_numbers({0, 0}, 0));
  const auto write = [&](TimesOf times) {
    JsonWriter json;
    expect_done(write_task_distributions(json, tasks, {0.0, 1.0}, times));
    return json.take();
  };
  const auto expect_field = [](const std::string& text, const char* field) {
    EXPECT_NE(text.find(field), std::string::npos) << field << " in " << text;
  };
  const std::string as_spark = write(TimesOf::all_as_spark);
  expect_field(as_spark, "\"duration\" : [ 5.0, 5.0 ]");
  expect_field(as_spark, "\"executorRunTime\" : [ 3.0, 3.0 ]");
  expect_field(as_spark, "\"schedulerDelay\" : [ 2.0, 2.0 ]");
  append("SUCCESS", 1, 1);
  expect_done(database->task_writer.flush());
  tasks = value_of(database->task_numbers({0, 0}, 0));
  expect_field(write(TimesOf::all_as_spark), "\"duration\" : [ 1.0, 5.0 ]");
  expect_field(write(TimesOf::succeeded), "\"schedulerDelay\" : [ 0.0, 2.0 ]");
}

}  // namespace
}  // namespace afterglow::history
