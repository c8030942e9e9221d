#include "historyserver/model/quantity_text.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

// Printed by UIUtils.formatDuration of Spark 4.3.0.
TEST(PageDurationText, AsSparkPrints) {
  const struct {
    std::int64_t ms;
    const char* text;
  } cases[] = {
      {-5, "-5 ms"},           {0, "0 ms"},          {99, "99 ms"},        {100, "0.1 s"},
      {149, "0.1 s"},          {150, "0.2 s"},       {949, "0.9 s"},       {999, "1.0 s"},
      {1000, "1 s"},           {1499, "1 s"},        {1500, "2 s"},        {2500, "3 s"},
      {59'999, "60 s"},        {60'000, "1.0 min"},  {63'000, "1.1 min"},  {62'999, "1.0 min"},
      {597'000, "10.0 min"},   {600'000, "10 min"},  {629'999, "10 min"},  {630'000, "11 min"},
      {3'599'999, "60 min"},   {3'600'000, "1.0 h"}, {3'780'000, "1.1 h"}, {3'779'999, "1.0 h"},
      {123'456'789, "34.3 h"},
  };
  for (const auto& c : cases) EXPECT_EQ(page_duration_text(c.ms), c.text) << c.ms;
}

}  // namespace
}  // namespace afterglow::history
