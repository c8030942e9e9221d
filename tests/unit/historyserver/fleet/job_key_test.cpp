#include "historyserver/fleet/job_key.h"

#include "historyserver/fleet/job_name.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

TEST(SteadyJobName, StarsWhatChangesFromRunToRun) {
  struct Case {
    std::string name;
    std::string steady;
  };
  for (const Case& one : std::initializer_list<Case>{
           {"", ""},
           {"Spark Pi", "Spark Pi"},
           {"TPC-DS q14 v2 (1000 rows)", "TPC-DS q14 v2 (1000 rows)"},
           {"report 2024", "report 2024"},
           {"etl-2024-01-31", "etl-*"},
           {"etl 2024/01/31 12:30:05", "etl *"},
           {"etl 2024-01-31T12:30:05.123Z done", "etl * done"},
           {"etl_2024-01-31_12-30-05", "etl_*"},
           {"etl 31.01.2024", "etl *"},
           {"monthly 2024-01", "monthly *"},
           {"version 2024-13-77 at 25:61", "version 2024-13-77 at 25:61"},
           {"daily20240131", "daily*"},
           {"20240131T123005Z load", "* load"},
           {"load at 12:30", "load at *"},
           {"application_1700000000000_0001", "application_*"},
           {"batch 00042", "batch *"},
           {"id 123e4567-e89b-12d3-a456-426614174000!", "id *!"},
           {"build 9f86d081884c7d65", "build *"},
           {"build 9F86D081", "build *"},
           {"defaced facade deadbeef", "defaced facade deadbeef"},
           {"x9f86d081", "x9f86d081"},
           {"\xc3\xa4hnlich 2024-01-31", "\xc3\xa4hnlich *"},
           {"* 12345 *", "* * *"},
       }) {
    EXPECT_EQ(steady_job_name(one.name), one.steady) << one.name;
  }
}

TEST(SteadyJobName, IsTheSameForEachOfItself) {
  for (const char* name : {"etl *", "* 99999 x", "a-2024-01-31-b"}) {
    const std::string steady = steady_job_name(name);
    EXPECT_EQ(steady_job_name(steady), steady);
  }
}

// A loop that looked at the rest of the name at each of its bytes would not end here.
TEST(SteadyJobName, TakesNamesOfAnyLength) {
  const std::size_t length = 2'000'000;
  EXPECT_EQ(steady_job_name(std::string(length, 'a')).size(), length);
  EXPECT_EQ(steady_job_name(std::string(length, '1')), "*");
  EXPECT_EQ(steady_job_name(std::string(length, '-')).size(), length);
  std::string mixed;
  while (mixed.size() < length) mixed += "0a-1:";
  EXPECT_FALSE(steady_job_name(mixed).empty());
}

std::string key_of(const std::string& parts, const std::string& pattern = "",
                   std::string_view name = "etl 2024-01-31") {
  const auto key = value_of(JobKey::parse(parts, pattern));
  return key.of({name, "ada", "prod", [](std::string_view property) -> std::optional<std::string> {
                   if (property == "spark.team") return "core";
                   return {};
                 }});
}

TEST(JobKey, IsMadeOfTheWantedParts) {
  EXPECT_EQ(JobKey().of({"etl 2024-01-31", "ada", "", {}}), "etl *");
  EXPECT_EQ(key_of("name"), "etl *");
  EXPECT_EQ(key_of("user, name"), "ada / etl *");
  EXPECT_EQ(key_of("queue,property:spark.team,property:spark.none"), "prod / core / -");
  EXPECT_EQ(key_of("name", "", ""), "-");
}

TEST(JobKey, TakesAPatternForTheChangingPart) {
  EXPECT_EQ(key_of("name", "[0-9]+"), "etl *-*-*");
  EXPECT_EQ(key_of("name", " .*$ => "), "etl");
  EXPECT_EQ(key_of("name", "^(\\w+) .* => job $1"), "job etl");
}

TEST(JobKey, OfHostileNamesIsShortAndSoon) {
  const std::string name(100'000, 'a');
  EXPECT_LT(key_of("name", "(a+)+$ => x", name).size(), 400u);
  const std::string other = name + "b";
  EXPECT_LT(key_of("name", "", name).size(), 400u);
  EXPECT_NE(key_of("name", "", name), key_of("name", "", other)) << "a hash tells them apart";
}

TEST(JobKey, RefusesWhatItDoesNotUnderstand) {
  for (const char* parts : {"", "name,", "names", "property:"}) {
    const bool is_fine = std::string_view(parts) == "name,";
    EXPECT_EQ(JobKey::parse(parts, "").has_value(), is_fine) << parts;
  }
  for (const std::string& pattern :
       {std::string("("), std::string("(a)\\1"), std::string(501, 'a')}) {
    EXPECT_FALSE(JobKey::parse("name", pattern)) << pattern;
  }
}

TEST(JobKey, HasATagThatChangesWithIt) {
  EXPECT_EQ(JobKey().tag(), value_of(JobKey::parse("name", "")).tag());
  EXPECT_NE(JobKey().tag(), value_of(JobKey::parse("user", "")).tag());
  EXPECT_NE(JobKey().tag(), value_of(JobKey::parse("name", "x")).tag());
}

}  // namespace
}  // namespace afterglow::history
