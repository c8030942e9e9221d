#include "historyserver/api/date_format.h"

#include <gtest/gtest.h>

#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

// The moment that a text stands for, "none" when it is no date.
std::string read(std::string_view text) {
  const auto time = parse_date(text);
  return time ? format_date(*time) : "none";
}

TEST(DateFormat, ReadsWhatJavaReads) {
  const struct {
    const char* text;
    const char* moment;
  } cases[] = {
      {"2026-01-31T08:15:30.123GMT", "2026-01-31T08:15:30.123GMT"},
      {"2026-01-31T08:15:30.123gmt", "2026-01-31T08:15:30.123GMT"},
      {"2026-01-31T08:15:30.123UTC and more", "2026-01-31T08:15:30.123GMT"},
      {"2026-01-31T08:15:30.123PST", "2026-01-31T16:15:30.123GMT"},
      {"2026-01-31T08:15:30.123CET", "2026-01-31T07:15:30.123GMT"},
      {"2026-01-31T08:15:30.123IST", "2026-01-31T02:45:30.123GMT"},
      {"2026-01-31T08:15:30.123GMT+1:00", "2026-01-31T07:15:30.123GMT"},
      {"2026-01-31T08:15:30.123GMT-01:30", "2026-01-31T09:45:30.123GMT"},
      {"2026-01-31T08:15:30.123+0530", "2026-01-31T02:45:30.123GMT"},
      {"2026-01-31T08:15:30.123-0800", "2026-01-31T16:15:30.123GMT"},
      {"2026-01-31", "2026-01-31T00:00:00.000GMT"},
      {"2026-1-1", "2026-01-01T00:00:00.000GMT"},
      {" 2026- 1-\t1", "2026-01-01T00:00:00.000GMT"},
      {"2026-01-31-x", "2026-01-31T00:00:00.000GMT"},
      {"2026-01-31 08:15:30.123GMT", "2026-01-31T00:00:00.000GMT"},
      // Parts that are too large roll over.
      {"2015-13-45", "2016-02-14T00:00:00.000GMT"},
      {"2015-00-00", "2014-11-30T00:00:00.000GMT"},
      {"2026-01-31T25:61:61.1000GMT", "2026-02-01T02:02:02.000GMT"},
  };
  for (const auto& c : cases) EXPECT_EQ(read(c.text), c.moment) << c.text;
}

TEST(DateFormat, TakesOnlyTheDayWithoutAZoneThatItKnows) {
  for (const char* tail : {"", "Z", "GM", "XYZ", "+1:00", "+01", "+010", "GMT+1", "GMT+01",
                           "GMT+0100", "GMT-24:00", "+2400", "+0060", "GMT+1:5", " GMT"}) {
    EXPECT_EQ(read("2026-01-31T08:15:30.123" + std::string(tail)), "2026-01-31T00:00:00.000GMT")
        << tail;
  }
  EXPECT_EQ(read("2026-01-31T08:15:30GMT"), "2026-01-31T00:00:00.000GMT");
}

TEST(DateFormat, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", "bogus", "2026", "2026-01", "2026-01-", "2026/01/31", "-", "x2026-01-31"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
}

TEST(DateFormat, HasLimits) {
  for (const char* text : {"9223372036854775807-01-01", "99999999999999999999-01-01", "30001-01-01",
                           "-9223372036854775808-01-01", "2026-9223372036854775807-01",
                           "2026-999999999-01", "2026-01-9223372036854775807"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
  EXPECT_EQ(read("2026-01-31T9223372036854775807:00:00.000GMT"), "2026-01-31T00:00:00.000GMT");
  EXPECT_EQ(read("2026-01-31T00:00:00.9223372036854775807GMT"), "2026-01-31T00:00:00.000GMT");
  (void)read("30000-12-1000000000T1000000000:1000000000:1000000000.1000000000GMT");
}

}  // namespace
}  // namespace afterglow::history
