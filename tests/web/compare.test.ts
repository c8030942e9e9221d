import { type Comparison, comparePath } from "@/api/compare";
import {
  changeText,
  deltaText,
  metricRows,
  pairText,
  scales,
  wallChanges,
  wallOf,
} from "@/pages/compare/compare_views";

test.each([
  [100, 178, "78 % more"],
  [100, 60, "40 % less"],
  [100, 340, "3.4x"],
  [100, 100, "the same"],
  [1000, 1001, "the same"],
  [0, 5, "new"],
  [5, 0, "gone"],
  [0, 0, "the same"],
  [undefined, 5, ""],
])("from %s to %s it is %s", (a, b, text) => expect(changeText(a, b)).toBe(text));

test.each([
  [12_000, "+12 s"],
  [-1500, "−1.5 s"],
  [0.2, "–"],
])("a difference of %s ms is %s", (delta, text) => expect(deltaText(delta)).toBe(text));

test("metrics are told with what is usual", () => {
  const rows = metricRows([
    {
      ...{ name: "duration", unit: "ms", a: 23_000, b: 41_000, outside: true },
      band: { low: 21_000, high: 25_000 },
    },
    { name: "input", unit: "bytes", b: 1024 },
    { name: "core time", unit: "ms", a: 3_600_000, b: 7_200_000 },
    { name: "spill", unit: "bytes", a: 0, b: 0 },
  ]);
  expect(rows).toEqual([
    {
      ...{ name: "Duration", a: "23 s", b: "41 s", change: "78 % more" },
      ...{ usual: "21 s to 25 s", outside: true },
    },
    { name: "Input", a: "–", b: "1 KiB", change: "", usual: "", outside: false },
    {
      ...{ name: "Core-hours", a: "1 core-h", b: "2 core-h", change: "2x" },
      ...{ usual: "", outside: false },
    },
  ]);
});

test("two bars stand on one scale, and what changed most comes first", () => {
  const comparison = {
    wall: [
      { part: "compute", a: 1000, b: 1000 },
      { part: "gc", a: 0, b: 500 },
      { part: "io", a: 20, b: 15 },
      { part: "idle", a: 1000, b: 2525 },
    ],
  } as Comparison;
  expect(scales(comparison)).toEqual({ a: 0.5, b: 1 });
  expect(wallOf(comparison, "b").map(({ ms }) => ms)).toEqual([1000, 500, 15, 2525]);
  expect(wallChanges(comparison)).toEqual([
    { part: "idle", delta: 1525 },
    { part: "gc", delta: 500 },
  ]);
});

test.each([
  [3, 4, "3 → 4"],
  [3, 3, "3"],
  [3, undefined, "3"],
  [undefined, 4, "4"],
  [0, 0, "–"],
  [0, 4, "0 → 4"],
])("a pair of %s and %s is %s", (a, b, text) => expect(pairText(a, b, String)).toBe(text));

test("the server is asked for the two of the address", () => {
  expect(comparePath({ a: "x", b: "y/2" })).toBe("api/dashboard/compare?a=x&b=y%2F2");
});
