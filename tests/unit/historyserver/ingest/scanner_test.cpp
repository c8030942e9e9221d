#include "historyserver/ingest/scanner.h"

#include <algorithm>

#include "tests/unit/historyserver/ingest/log_lines.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using std::chrono::milliseconds;

template <typename Ready>
bool wait_until(Ready&& ready) {
  for (int i = 0; i < 1000; ++i) {
    if (ready()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

TEST(Scanner, FindsLogsAndReportsFoldersThatCannotBeRead) {
  const TemporaryFolder folder;
  const std::string logs = folder.path("logs");
  const std::string late = folder.path("late");
  folder.write("logs/a", application_log(1));
  const auto catalog = value_of(Catalog::open(folder.path("catalog.db"), {logs, late}));
  Pipeline pipeline(*catalog, folder.path(), 1);
  Scanner scanner(pipeline, {logs, late}, milliseconds(10));
  const auto applications = [&](std::ptrdiff_t count) {
    return [&catalog, count] {
      const auto rows = value_of(catalog->all());
      return std::ranges::count(rows, false, &LogRow::log_gone) == count;
    };
  };
  EXPECT_TRUE(wait_until(applications(1)));
  EXPECT_TRUE(wait_until([&] { return scanner.status()[1].error.has_value(); }));
  EXPECT_EQ(scanner.status()[1].error,
            "cannot read log directory " + late + ": No such file or directory");
  EXPECT_EQ(scanner.status()[0].error, std::nullopt);
  folder.write("late/b", application_log(1, "app-2"));
  EXPECT_TRUE(wait_until(applications(2)));
  EXPECT_TRUE(wait_until([&] { return !scanner.status()[1].error; }));
  folder.remove("logs/a");
  EXPECT_TRUE(wait_until(applications(1)));
  folder.remove("late");
  EXPECT_TRUE(wait_until([&] { return scanner.status()[1].error.has_value(); }));
  EXPECT_TRUE(applications(1)()) << "its applications stay";
}

// The folder is listed once; everything else is what the system tells.
TEST(Scanner, SeesWhatHappensBetweenTwoListings) {
  const TemporaryFolder folder;
  const std::string logs = folder.path("logs");
  folder.write("logs/a.inprogress", log_start() + application_start() + stage_with_tasks(2));
  const auto catalog = value_of(Catalog::open(folder.path("catalog.db"), {logs}));
  Pipeline pipeline(*catalog, folder.path(), 1);
  Scanner scanner(pipeline, {logs}, std::chrono::hours(1));
  const auto tasks = [&](const std::string& name, std::int64_t count) {
    return wait_until([&] {
      const auto rows = value_of(catalog->all());
      const auto found = std::ranges::find(rows, logs + "/" + name, &LogRow::log_id);
      return found != rows.end() && found->totals.tasks_complete == count;
    });
  };
  EXPECT_TRUE(tasks("a", 2));
  folder.append("logs/a.inprogress", stage_with_tasks(3));
  EXPECT_TRUE(tasks("a", 5)) << "appended";
  folder.rename("logs/a.inprogress", "logs/a");
  folder.append("logs/a", stage_with_tasks(1));
  EXPECT_TRUE(tasks("a", 6)) << "renamed";
  folder.write("logs/b", application_log(4, "app-b"));
  EXPECT_TRUE(tasks("b", 4)) << "new";
  folder.write("logs/eventlog_v2_c/appstatus_c.inprogress", "");
  folder.write("logs/eventlog_v2_c/events_1_c",
               log_start() + application_start("app-c") + stage_with_tasks(1));
  EXPECT_TRUE(tasks("eventlog_v2_c", 1)) << "a new folder";
  folder.write("logs/eventlog_v2_c/events_2_c", stage_with_tasks(2));
  EXPECT_TRUE(tasks("eventlog_v2_c", 3)) << "rolled over";
  folder.remove("logs/b");
  EXPECT_TRUE(wait_until([&] {
    const auto rows = value_of(catalog->all());
    return std::ranges::count(rows, true, &LogRow::log_gone) == 1;
  })) << "removed";
}

}  // namespace
}  // namespace afterglow::history
