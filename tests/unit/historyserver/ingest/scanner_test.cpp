#include "historyserver/ingest/scanner.h"

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
  const auto applications = [&](std::size_t count) {
    return [&catalog, count] { return value_of(catalog->all()).size() == count; };
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
  EXPECT_EQ(value_of(catalog->all()).size(), 1u) << "its applications stay";
}

}  // namespace
}  // namespace afterglow::history
