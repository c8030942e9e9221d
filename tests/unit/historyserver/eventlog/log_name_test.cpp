#include "historyserver/eventlog/log_name.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(LogName, SingleFiles) {
  const struct {
    const char* name;
    const char* base;
    const char* codec;
    bool in_progress;
  } cases[] = {
      {"local-17", "local-17", "", false},
      {"local-17.inprogress", "local-17", "", true},
      {"local-17.zstd", "local-17", "zstd", false},
      {"local-17.zstd.inprogress", "local-17", "zstd", true},
      {"application_1_0001_2.lz4", "application_1_0001_2", "lz4", false},
      {"a.b.snappy", "a.b", "snappy", false},
  };
  for (const auto& c : cases) {
    const SingleLogName parsed = parse_single_log_name(c.name);
    EXPECT_EQ(parsed.base, c.base) << c.name;
    EXPECT_EQ(parsed.codec, c.codec) << c.name;
    EXPECT_EQ(parsed.in_progress, c.in_progress) << c.name;
  }
}

TEST(LogName, FilesOfARollingLog) {
  const struct {
    const char* name;
    long index;
    const char* codec;
    bool compacted;
  } cases[] = {
      {"events_1_local-17", 1, "", false},
      {"events_12_local-17.zstd", 12, "zstd", false},
      {"events_3_local-17.compact", 3, "", true},
      {"events_3_local-17.zstd.compact", 3, "zstd", true},
  };
  for (const auto& c : cases) {
    const auto parsed = parse_rolling_file_name(c.name);
    ASSERT_TRUE(parsed) << c.name;
    EXPECT_EQ(parsed->index, c.index) << c.name;
    EXPECT_EQ(parsed->codec, c.codec) << c.name;
    EXPECT_EQ(parsed->compacted, c.compacted) << c.name;
  }
}

TEST(LogName, OtherFilesOfThatFolder) {
  for (const char* name :
       {"appstatus_local-17", "events_", "events_1", "events_x_app", "events__app", "other",
        "events_3_app.zstd.compact.inprogress", "events_99999999999999999999_app"}) {
    EXPECT_FALSE(parse_rolling_file_name(name)) << name;
  }
}

TEST(LogName, Folders) {
  EXPECT_TRUE(is_rolling_folder_name("eventlog_v2_app-1"));
  EXPECT_FALSE(is_rolling_folder_name("app-1"));
  EXPECT_TRUE(is_app_status_name("appstatus_app-1.inprogress"));
  EXPECT_FALSE(is_app_status_name("events_1_app-1"));
}

TEST(LogName, TheSameIdAsLongAsItGrows) {
  EXPECT_EQ(without_in_progress_suffix("/logs/app.zstd.inprogress"), "/logs/app.zstd");
  EXPECT_EQ(without_in_progress_suffix("/logs/app.zstd"), "/logs/app.zstd");
}

}  // namespace
}  // namespace afterglow::history
