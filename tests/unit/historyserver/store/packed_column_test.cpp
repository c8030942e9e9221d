#include "historyserver/store/packed_column.h"

#include <limits>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Values = std::vector<std::int64_t>;
constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

TEST(PackedColumn, GivesBackWhatWasPacked) {
  const struct {
    Values values;
    std::size_t bytes;
  } cases[] = {
      {{7}, 2},
      {{5, 5, 5, 5}, 2},
      {{-1, -1}, 2},
      {{0, 255}, 2 + 2},
      {{1'700'000'000'000, 1'700'000'000'256}, 7 + 2 * 2},
      {{-3, 70'000}, 2 + 2 * 3},
      {{0, 1LL << 32}, 2 + 2 * 5},
      {{0, 1LL << 40}, 2 + 2 * 6},
      {{0, 1LL << 48, 3}, 2 + 3 * 7},
      {{kLowest, 0, kHighest}, 11 + 3 * 8},
  };
  for (const auto& c : cases) {
    const std::string bytes = pack_column(c.values);
    EXPECT_EQ(bytes.size(), c.bytes);
    const PackedColumn column = value_of(PackedColumn::open(bytes, c.values.size()));
    Values unpacked(c.values.size());
    column.unpack(unpacked.data());
    EXPECT_EQ(unpacked, c.values);
    for (std::size_t i = 0; i < c.values.size(); ++i) EXPECT_EQ(column.at(i), c.values[i]);
    EXPECT_EQ(column.constant().has_value(), bytes[0] == 0);
  }
}

TEST(PackedColumn, KnowsAbsentValues) {
  const Values values{10, 0, 265, 0};
  const std::string bytes = pack_column(values, {true, false, true, false});
  const PackedColumn column = value_of(PackedColumn::open(bytes, 4));
  EXPECT_EQ(column.at(0), 10);
  EXPECT_EQ(column.at(1), std::nullopt);
  EXPECT_EQ(column.at(2), 265);
  EXPECT_EQ(column.value_at(3), 0);
  const std::string none = pack_column(values, {false, false, false, false});
  EXPECT_EQ(value_of(PackedColumn::open(none, 4)).at(2), std::nullopt);
  EXPECT_EQ(PackedColumn().size(), 0u);
}

TEST(PackedColumn, TellsDamage) {
  const std::string bytes = pack_column(Values{1, 1000, 3});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(PackedColumn::open(std::string_view(bytes).substr(0, size), 3)) << size;
  }
  EXPECT_FALSE(PackedColumn::open("\x09\x01", 1));
  EXPECT_FALSE(PackedColumn::open("\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80", 1));
  EXPECT_EQ(value_of(PackedColumn::open(bytes + "rest", 3)).rest(), "rest");
}

}  // namespace
}  // namespace afterglow::history
