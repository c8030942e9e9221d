#include "historyserver/eventlog/log_listing.h"

#include <algorithm>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

// "id: file file (in progress) !problem", one for each log, in the order of their ids.
std::vector<std::string> words_of_logs(const TemporaryFolder& folder) {
  std::vector<std::string> texts;
  for (const LogListing& log : value_of(list_logs(folder.path()))) {
    std::string text = log.id.substr(folder.path().size() + 1) + ":";
    for (const LogFile& file : log.files) {
      text += " " + file.path.substr(file.path.rfind('/') + 1);
      if (!file.codec.empty()) text += "=" + file.codec;
    }
    if (log.in_progress) text += " (in progress)";
    if (!log.problem.empty()) text += " !" + log.problem;
    texts.push_back(text);
  }
  std::ranges::sort(texts);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(LogListing, SingleFiles) {
  const TemporaryFolder folder;
  folder.write("a.zstd", "x");
  folder.write("b.inprogress", "x");
  folder.write("empty", "");
  folder.write(".hidden", "x");
  folder.write(".a.zstd.crc", "x");
  folder.write("other_folder/a", "x");
  EXPECT_EQ(words_of_logs(folder), (Texts{"a.zstd: a.zstd=zstd", "b: b.inprogress (in progress)"}));
}

TEST(LogListing, RollingFilesInTheOrderOfTheirNumbers) {
  const TemporaryFolder folder;
  for (const char* name :
       {"events_10_a", "events_2_a", "events_1_a", "events_3_a", "events_4_a", "events_5_a",
        "events_6_a", "events_7_a", "events_8_a", "events_9_a", ".events_1_a.crc", "other"}) {
    folder.write("eventlog_v2_a/" + std::string(name), "x");
  }
  folder.write("eventlog_v2_a/appstatus_a.inprogress", "");
  EXPECT_EQ(words_of_logs(folder),
            (Texts{"eventlog_v2_a: events_1_a events_2_a events_3_a events_4_a events_5_a "
                   "events_6_a events_7_a events_8_a events_9_a events_10_a (in progress)"}));
}

TEST(LogListing, RollingFolderNeedsItsStatusAndAnEventFile) {
  const TemporaryFolder folder;
  folder.write("eventlog_v2_no_status/events_1_a", "x");
  folder.write("eventlog_v2_no_events/appstatus_a", "");
  EXPECT_EQ(words_of_logs(folder), Texts{});
}

TEST(LogListing, TheLastCompactedFileReplacesAllBeforeIt) {
  const TemporaryFolder folder;
  for (const char* name : {"events_1_a", "events_2_a.zstd", "events_2_a.zstd.compact",
                           "events_3_a.zstd", "events_4_a.zstd", "events_4_a.zstd.compact",
                           "events_5_a.zstd", "events_5_a.zstd.compact.inprogress"}) {
    folder.write("eventlog_v2_a/" + std::string(name), "x");
  }
  folder.write("eventlog_v2_a/appstatus_a", "");
  EXPECT_EQ(words_of_logs(folder), (Texts{"eventlog_v2_a: events_4_a.zstd.compact=zstd "
                                          "events_5_a.zstd=zstd"}));
}

TEST(LogListing, TellsOfMissingFiles) {
  const TemporaryFolder folder;
  for (const char* name : {"a/events_2_a", "a/appstatus_a", "b/events_1_b", "b/events_4_b",
                           "b/events_6_b", "b/appstatus_b"}) {
    folder.write("eventlog_v2_" + std::string(name), "x");
  }
  EXPECT_EQ(words_of_logs(folder),
            (Texts{"eventlog_v2_a: events_2_a !file 1 of the rolling log is missing",
                   "eventlog_v2_b: events_1_b events_4_b events_6_b "
                   "!file 2 of the rolling log is missing"}));
}

TEST(LogListing, KnowsSizeAndTime) {
  const TemporaryFolder folder;
  folder.write("eventlog_v2_a/events_1_a", "12345");
  folder.write("eventlog_v2_a/events_2_a", "678");
  folder.write("eventlog_v2_a/appstatus_a", "");
  const auto logs = value_of(list_logs(folder.path()));
  ASSERT_EQ(logs.size(), 1u);
  EXPECT_EQ(logs[0].size(), 8u);
  EXPECT_EQ(logs[0].directory, folder.path());
  EXPECT_GT(logs[0].modified, 1'600'000'000'000);
}

TEST(LogListing, SaysWhyAFolderCannotBeRead) {
  const TemporaryFolder folder;
  const auto logs = list_logs(folder.path("none"));
  ASSERT_FALSE(logs);
  EXPECT_EQ(logs.error().kind, ErrorKind::not_found);
  EXPECT_EQ(logs.error().message,
            "cannot read log directory " + folder.path("none") + ": No such file or directory");
  EXPECT_FALSE(list_logs(folder.write("file", "x")));
}

}  // namespace
}  // namespace afterglow::history
