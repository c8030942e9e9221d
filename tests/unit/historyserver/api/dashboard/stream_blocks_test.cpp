#include "historyserver/api/dashboard/routes.h"
#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

class DashboardStreamBlocks : public AttemptFixture {
 protected:
  void put(const std::string& name, const std::string& executor, std::int64_t memory,
           std::int64_t disk, bool deserialized) {
    StreamBlockRow row;
    row.block_name = name;
    row.executor_id = executor;
    row.host_port = "host-" + executor + ":1";
    row.use_memory = memory > 0;
    row.use_disk = disk > 0;
    row.deserialized = deserialized;
    row.memory_size = memory;
    row.disk_size = disk;
    expect_done(database().storage.put(row));
  }
};

TEST_F(DashboardStreamBlocks, TellsEachCopyAndTheSumsOfExecutors) {
  put("input-0-2", "2", 0, 70, false);
  put("input-0-1", "2", 10, 0, false);
  put("input-0-1", "1", 10, 0, true);
  const Response all = get(dashboard_stream_blocks, "");
  EXPECT_EQ(members(all, "id"), (Strings{R"("1")", R"("2")"}));
  EXPECT_EQ(members(all, "memoryUsed"), (Strings{"10", "10", "10", "10", "0"}));
  EXPECT_EQ(members(all, "diskUsed"), (Strings{"0", "70", "0", "0", "70"}));
  EXPECT_EQ(members(all, "total"), Strings{"3"});
  EXPECT_EQ(members(all, "name"), (Strings{R"("input-0-1")", R"("input-0-1")", R"("input-0-2")"}));
  EXPECT_EQ(members(all, "copies"), (Strings{"2", "2", "1"}));
  EXPECT_EQ(members(all, "storageLevel"),
            (Strings{R"("Memory")", R"("Memory Serialized")", R"("Disk")"}));
  EXPECT_EQ(members(get(dashboard_sections, ""), "receiverBlocks"), Strings{"3"});
  const Response page = get(dashboard_stream_blocks, "offset=1&length=1");
  EXPECT_EQ(members(page, "total"), Strings{"3"});
  EXPECT_EQ(members(page, "executorId"), Strings{R"("2")"});
}

}  // namespace
}  // namespace afterglow::history
