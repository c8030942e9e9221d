#include <algorithm>

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Ids = std::vector<std::int64_t>;

// Four tasks that ended and one that runs.
class TaskConditionsTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    end({.id = 11, .launch_time = 1000, .duration = 50, .executor_id = "1", .host = "a"});
    end({.id = 12,
         .launch_time = 1010,
         .duration = 500,
         .executor_id = "2",
         .host = "b",
         .speculative = true});
    end({.id = 13,
         .launch_time = 1100,
         .duration = 20,
         .executor_id = "2",
         .host = "b",
         .status = "FAILED",
         .error = "boom"});
    end({.id = 14,
         .launch_time = 2000,
         .duration = 20,
         .executor_id = "12",
         .host = "b",
         .status = "KILLED",
         .error = "another attempt succeeded"});
    TaskRow row;
    row.id = 15;
    row.launch_time = 2000;
    row.executor_id = "9";
    row.host = "c";
    row.status = "RUNNING";
    expect_done(database_->task_writer.put_running(row));
    expect_done(database_->task_writer.flush());
  }

  struct Ended {
    std::int64_t id;
    std::int64_t launch_time;
    std::int64_t duration;
    std::string executor_id;
    std::string host;
    bool speculative = false;
    std::string status = "SUCCESS";
    std::optional<std::string> error = {};
  };
  void end(const Ended& task) {
    TaskRow row;
    row.id = task.id;
    row.index = task.id - 11;
    row.launch_time = task.launch_time;
    row.duration = task.duration;
    row.executor_id = task.executor_id;
    row.host = task.host;
    row.speculative = task.speculative;
    row.status = task.status;
    row.error = task.error;
    row.metrics[TaskMetric::executor_run_time] = task.duration;
    expect_done(database_->task_writer.append(row, {}));
  }
  Ids page(const TaskQuery& query) {
    Ids ids;
    expect_done(database_->tasks.each(query, [&](const TaskRow& row) {
      ids.push_back(row.id);
      return true;
    }));
    return ids;
  }
  Ids in_blocks(const TaskQuery& query) {
    Ids ids;
    auto blocks = value_of(database_->task_blocks(query, {TaskOrder::id}));
    while (value_of(blocks.next())) {
      EXPECT_EQ(blocks.values(0).size(), blocks.tasks());
      ids.insert(ids.end(), blocks.values(0).begin(), blocks.values(0).end());
    }
    std::ranges::sort(ids);
    return ids;
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_;
};

TEST_F(TaskConditionsTest, ChooseTasks) {
  const auto is = [](std::string text) {
    return [text](std::string_view in) { return in == text; };
  };
  using Change = std::function<void(TaskConditions&)>;
  const struct {
    const char* name;
    Change change;
    Ids ids;
  } cases[] = {
      {"nothing", [](auto&) {}, {11, 12, 13, 14, 15}},
      {"task", [](auto& c) { c.task_id = 13; }, {13}},
      {"running task", [](auto& c) { c.task_id = 15; }, {15}},
      {"executors",
       [](auto& c) {
         c.executors = {"2", "9"};
       },
       {12, 13, 15}},
      {"hosts", [](auto& c) { c.hosts = {"b"}; }, {12, 13, 14}},
      {"executor and host", [](auto& c) { c.executors = {"12"}, c.hosts = {"b"}; }, {14}},
      {"launch",
       [](auto& c) {
         c.launch_time = {1010, 1100};
       },
       {12, 13}},
      {"duration",
       [](auto& c) {
         c.duration = {50, 500};
       },
       {11, 12}},
      {"duration so far",
       [](auto& c) {
         c.duration = {1000, 5000}, c.now = 3000;
       },
       {15}},
      {"alive",
       [](auto& c) {
         c.alive = {1060, 1099};
       },
       {12}},
      {"alive at the end",
       [](auto& c) {
         c.alive = {2500, 2600}, c.now = 3000;
       },
       {15}},
      {"speculative", [](auto& c) { c.only_speculative = true; }, {12}},
      {"error", [&](auto& c) { c.error = is("boom"); }, {13}},
      {"any error", [](auto& c) { c.error = [](auto) { return true; }; }, {13, 14}},
      {"text of a word", [&](auto& c) { c.text = is("b"); }, {12, 13, 14}},
      {"text of a status", [&](auto& c) { c.text = is("RUNNING"); }, {15}},
      {"text of numbers", [&](auto& c) { c.text = is("12"); }, {12, 14}},
      {"text of an index", [&](auto& c) { c.text = is("0"); }, {11, 15}},
  };
  for (const auto& c : cases) {
    TaskQuery query;
    c.change(query.conditions);
    EXPECT_EQ(page(query), c.ids) << c.name;
    EXPECT_EQ(in_blocks(query), c.ids) << c.name;
    EXPECT_EQ(value_of(database_->tasks.count(query)), std::ssize(c.ids)) << c.name;
  }
}

TEST_F(TaskConditionsTest, GoTogetherWithStatusesAndPages) {
  TaskQuery query;
  query.conditions.hosts = {"b"};
  query.statuses = {"FAILED", "KILLED"};
  EXPECT_EQ(page(query), (Ids{13, 14}));
  EXPECT_EQ(in_blocks(query), (Ids{13, 14}));
  query.offset = 1;
  EXPECT_EQ(page(query), (Ids{14}));
  EXPECT_EQ(value_of(database_->tasks.count(query)), 2);
}

TEST_F(TaskConditionsTest, BlocksTellNumbersAndWords) {
  TaskQuery query;
  query.conditions.now = 3000;
  auto blocks = value_of(
      database_->task_blocks(query, {TaskOrder::executor_id, TaskOrder::duration, TaskOrder::status,
                                     TaskOrder::run_time, TaskOrder::error}));
  std::vector<std::string> told;
  while (value_of(blocks.next())) {
    for (std::size_t i = 0; i < blocks.tasks(); ++i) {
      std::string line(value_of(blocks.word(blocks.values(0)[i])));
      for (const std::size_t number : {1, 2, 3}) {
        line += " " + std::to_string(blocks.values(number)[i]);
      }
      told.push_back(line + " " + std::string(value_of(blocks.word(blocks.values(4)[i]))));
    }
  }
  EXPECT_EQ(told,
            (std::vector<std::string>{"9 1000 0 0 ", "1 50 2 50 ", "2 500 2 500 ", "2 20 3 20 boom",
                                      "12 20 4 20 another attempt succeeded"}));
}

}  // namespace
}  // namespace afterglow::history
