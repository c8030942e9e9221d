#include "historyserver/api/dashboard/span_lanes.h"

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

SpanRow span(std::int64_t id, std::int64_t start, std::int64_t end,
             std::string status = "SUCCEEDED") {
  return {.id = id, .attempt = 0, .status = std::move(status), .start = start, .end = end};
}

using Numbers = std::vector<std::int64_t>;

Numbers column(const SpanLanes& lanes, std::int64_t LaneBlock::*member) {
  Numbers values;
  for (const LaneBlock& block : lanes.blocks) values.push_back(block.*member);
  return values;
}

TEST(SpanLanes, NoneOverlapsAnother) {
  const auto lanes = lay_in_lanes({span(0, 0, 500), span(1, 100, 200), span(2, 300, 400),
                                   span(3, 600, 900, "FAILED"), span(4, 600, 700, "RUNNING")},
                                  {.from = 0, .to = 1000, .width = 100, .lanes = 5});
  EXPECT_EQ(lanes.lanes, 2);
  EXPECT_EQ(lanes.spans, 5);
  EXPECT_EQ(column(lanes, &LaneBlock::lane), (Numbers{0, 1, 1, 0, 1}));
  EXPECT_EQ(column(lanes, &LaneBlock::failed), (Numbers{0, 0, 0, 1, 0}));
  EXPECT_EQ(column(lanes, &LaneBlock::running), (Numbers{0, 0, 0, 0, 1}));
}

TEST(SpanLanes, WhatCannotBeToldApartIsOneBlock) {
  const auto lanes = lay_in_lanes({span(7, 1000, 1001), span(8, 1002, 1003, "FAILED"),
                                   span(9, 1004, 1009), span(10, 1500, 1501)},
                                  {.from = 0, .to = 100'000, .width = 1000, .lanes = 5});
  EXPECT_EQ(lanes.spans, 4);
  EXPECT_EQ(column(lanes, &LaneBlock::count), (Numbers{3, 1}));
  EXPECT_EQ(column(lanes, &LaneBlock::id), (Numbers{7, 10}));
  EXPECT_EQ(column(lanes, &LaneBlock::failed), (Numbers{1, 0}));
  EXPECT_EQ(lanes.blocks[0].start, 1000);
  EXPECT_EQ(lanes.blocks[0].end, 1009);
}

// However many there are and whatever their times: as many blocks as pixels in all lanes, at most.
TEST(SpanLanes, AreBounded) {
  std::vector<SpanRow> spans;
  for (std::int64_t i = 0; i < 100'000; ++i) spans.push_back(span(i, i, i + 30'000 * (i % 3)));
  spans.push_back(span(-1, INT64_MAX, INT64_MAX));
  const LaneView view{.from = 0, .to = 100'000, .width = 50, .lanes = 4};
  const auto lanes = lay_in_lanes(spans, view);
  EXPECT_EQ(lanes.spans, 100'001);
  EXPECT_LE(lanes.lanes, 4);
  EXPECT_LE(lanes.blocks.size(), 200u);
  std::int64_t told = 0;
  for (const LaneBlock& block : lanes.blocks) told += block.count;
  EXPECT_EQ(told, 100'001) << "each stands in one of them";
  EXPECT_TRUE(lay_in_lanes({}, view).blocks.empty());
}

}  // namespace
}  // namespace afterglow::history
