import {
  barAt,
  formatSpan,
  laneAt,
  type LaneBar,
  laneHeights,
  laneTops,
  markLabel,
  parseSpan,
  runsOf,
} from "@/base/lanes";
import { hitAt, timeAt, walk, xOf } from "@/widgets/lanes";

test("pixels of one kind are drawn at once, row by row", () => {
  expect(runsOf("aab.bb", 3)).toEqual([
    { kind: 0, column: 0, length: 2, row: 0 },
    { kind: 1, column: 2, length: 1, row: 0 },
    { kind: 1, column: 1, length: 2, row: 1 },
  ]);
  expect(runsOf("", 3)).toEqual([]);
});

test("few lanes are high, many still have a pixel for each slot or so", () => {
  const lanes = (count: number, slots: number) =>
    Array.from({ length: count }, (_, index) => ({ name: String(index), slots }));
  expect(laneHeights(lanes(1, 4))).toEqual([40]);
  expect(laneHeights(lanes(1, 400))).toEqual([84]);
  expect(laneHeights(lanes(30, 1))[0]).toBe(16);
  expect(laneHeights(lanes(1000, 1))[0]).toBe(5);
});

test("a place belongs to a lane, with the gap below it", () => {
  const tops = laneTops([10, 20], 2);
  expect(tops).toEqual([0, 12, 34]);
  expect(laneTops([10, 20], 2, 6)).toEqual([6, 24, 52]);
  expect(laneAt(tops, 11)).toBe(0);
  expect(laneAt(tops, 33)).toBe(1);
  expect(laneAt(tops, 34)).toBeUndefined();
  expect(laneAt(tops, -1)).toBeUndefined();
});

test("the nearest bar of a slot is found, if it is near", () => {
  const bars: LaneBar[] = [
    { lane: 0, slot: 0, start: 100, parts: [5, 5], bad: false },
    { lane: 0, slot: 0, start: 114, parts: [10], bad: false },
    { lane: 0, slot: 1, start: 100, parts: [50], bad: false },
  ];
  const at = (time: number, slot = 0) => barAt(bars, { lane: 0, slot, time }, 3);
  expect(at(104)).toBe(0);
  expect(at(113)).toBe(1);
  expect(at(111)).toBe(0);
  expect(at(130)).toBeUndefined();
  expect(at(130, 1)).toBe(2);
});

test("a span stands in the address", () => {
  expect(parseSpan("10-20")).toEqual([10, 20]);
  for (const wrong of [undefined, "", "20-10", "a-b", "10", "-10-20"]) {
    expect(parseSpan(wrong), wrong).toBeUndefined();
  }
  expect(formatSpan([10.4, 19.2])).toBe("10-20");
  expect(formatSpan(undefined)).toBe("");
});

test("time and pixels are each other's inverse", () => {
  const frame = { width: 300, left: 100, tops: [0], heights: [], view: [1000, 2000] as const };
  expect(xOf(frame, 1000)).toBe(100);
  expect(xOf(frame, 1500)).toBe(200);
  expect(timeAt(frame, 200)).toBe(1500);
});

const frame = { width: 300, left: 100, tops: [0, 20, 40], heights: [18, 18], view: [0, 200] as const };
const two = [
  { name: "1", slots: 2 },
  { name: "2", slots: 1 },
];
const bars: LaneBar[] = [
  { lane: 0, slot: 1, start: 50, parts: [50], bad: false },
  { lane: 1, slot: 0, start: 0, parts: [30], bad: true },
  { lane: 1, slot: 0, start: 60, parts: [30], bad: false },
];
const picture = { from: 0, to: 200, columns: 10, rows: 1, lanes: two };

test("a pointer is over a bar, or over a pixel's time", () => {
  const over = (x: number, y: number) => hitAt({ ...picture, bars }, frame, { x, y });
  expect(over(160, 15)).toMatchObject({ lane: 0, time: 60, bar: 0 });
  expect(over(160, 5)).toMatchObject({ lane: 0, bar: undefined });
  expect(over(50, 25)).toMatchObject({ lane: 1, time: 0, bar: 1 });
  expect(over(160, 45)).toBeUndefined();
  expect(hitAt(picture, frame, { x: 200, y: 25 })).toEqual({
    ...{ lane: 1, time: 100, step: 20, bar: undefined },
  });
});

test("arrow keys walk through bars and lanes", () => {
  const told = { ...picture, bars };
  let hit = walk(told, [0, 200], undefined, "ArrowRight");
  expect(hit).toMatchObject({ lane: 0, bar: 0, time: 50 });
  hit = walk(told, [0, 200], hit, "ArrowDown");
  expect(hit).toMatchObject({ lane: 1, bar: 1 });
  hit = walk(told, [0, 200], hit, "ArrowRight");
  expect(hit).toMatchObject({ lane: 1, bar: 2, time: 60 });
  expect(walk(told, [0, 200], hit, "ArrowRight")).toMatchObject({ bar: 2 });
  expect(walk(picture, [0, 200], undefined, "ArrowRight")).toMatchObject({ lane: 0, time: 20 });
  expect(walk(picture, [0, 200], undefined, "ArrowUp")).toMatchObject({ lane: 0, time: 0 });
});

test("marks close to each other are told apart", () => {
  expect(markLabel(120_000, 60_000, 60_000)).toBe("2 m");
  expect(markLabel(1200, 1000, 200)).toBe("1.2 s");
  expect(markLabel(1_136_400, 1_136_200, 200)).toBe("+400 ms");
  expect(markLabel(1_137_400, 1_136_200, 200)).toBe("+1.4 s");
});
