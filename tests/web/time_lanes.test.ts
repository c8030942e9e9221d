import {
  areaPath,
  blockAt,
  describeBlock,
  type LaneBlocks,
  nouns,
  placeOf,
  timeOf,
  toneOf,
} from "@/base/time_lanes";
import { parsePart, partQuery } from "@/base/part";

const blocks: LaneBlocks = {
  lanes: 2,
  spans: 12,
  lane: [0, 1, 0],
  start: [0, 100, 500],
  end: [400, 101, 900],
  count: [1, 10, 1],
  failed: [0, 2, 0],
  running: [0, 0, 1],
  id: [7, 8, 9],
  attempt: [0, 0, 1],
  status: ["SKIPPED", "FAILED", "RUNNING"],
  name: ["load <b>", "", ""],
};
const view = { from: 0, to: 1000 };

test("a bar is found where it is drawn, a short one also beside it", () => {
  expect(blockAt(blocks, 0, 20, view, 100)).toBe(0);
  expect(blockAt(blocks, 0, 45, view, 100)).toBeUndefined();
  expect(blockAt(blocks, 0, 60, view, 100)).toBe(2);
  expect(blockAt(blocks, 1, 12, view, 100)).toBe(1);
  expect(blockAt(blocks, 1, 20, view, 100)).toBeUndefined();
});

test("one failure colours all, what runs comes next", () => {
  expect(blocks.lane.map((_lane, index) => toneOf(blocks, index))).toEqual(["idle", "bad", "busy"]);
});

test("a bar says what it stands for", () => {
  expect(describeBlock(blocks, 0, "query")).toMatch(/^Query 7: load <b>\. skipped, 400 ms from /);
  expect(describeBlock(blocks, 1, "query")).toMatch(/^10 queries, 2 failed, 1 ms from .*Zoom in/);
  expect(describeBlock(blocks, 2, "stage")).toMatch(/^Stage 9 attempt 1\. running/);
  expect(nouns("job")).toBe("jobs");
});

test("times and places belong together", () => {
  expect(placeOf(250, view, 200)).toBe(50);
  expect(timeOf(50, view, 200)).toBe(250);
  expect(timeOf(-5, view, 200)).toBe(0);
});

test("an area goes in steps from edge to edge", () => {
  expect(areaPath([1, 2], 2, 20, 10)).toBe("M0,10L0.0,5.0L10.0,5.0L10.0,0.0L20.0,0.0L20,10Z");
  expect(areaPath([], 2, 20, 10)).toBe("");
});

test.each([
  [{}, undefined],
  [{ from: "1", to: "2" }, { from: 1, to: 2 }],
  [{ from: "2", to: "1" }, undefined],
  [{ from: "1", to: "x" }, undefined],
])("the part of the time in %j", (query, part) => {
  expect(parsePart(query)).toEqual(part);
  if (part) expect(partQuery(part)).toEqual(query);
});
