import { layoutHistogram, placeMarkers } from "@/base/histogram";
import { ticks } from "@/base/ticks";

test.each([
  [0, 10, 5, "plain", [0, 2, 4, 6, 8, 10]],
  [0, 980, 4, "plain", [0, 250, 500, 750]],
  [0, 200_000, 4, "time", [0, 60_000, 120_000, 180_000]],
  [950, 2100, 3, "time", [1000, 1500, 2000]],
  [5, 5, 3, "plain", [5]],
  [0, 3900, 2, "time", [0, 2000]],
  [0, 6500, 4, "bytes", [0, 2048, 4096, 6144]],
  [0, 3000, 4, "bytes", [0, 1024, 2048]],
  [0, 800, 4, "bytes", [0, 200, 400, 600, 800]],
] as const)("ticks(%s, %s, %s, %s)", (from, to, wanted, unit, values) => {
  expect(ticks(from, to, wanted, unit)).toEqual(values);
});

const size = { width: 440, height: 120, left: 40, right: 0, top: 10, bottom: 10 };

test("bars share the width, stack their series upwards, and never vanish", () => {
  const bins = [
    { from: 0, to: 50, counts: [100, 0] },
    { from: 50, to: 100, counts: [0, 1] },
  ];
  const { bars, position } = layoutHistogram(bins, size);
  expect([position(0), position(100)]).toEqual([40, 440]);
  expect(bars.map(({ total }) => total)).toEqual([100, 1]);
  expect(bars[0]?.segments).toEqual([{ series: 0, y: 10, height: 100 }]);
  expect(bars[1]?.segments).toEqual([{ series: 1, y: 107, height: 3 }]);
});

test("no bins make no bars", () => {
  expect(layoutHistogram([], size).bars).toEqual([]);
});

test("labels of close markers go to rows of their own, those at the end left of their line", () => {
  const markers = [100, 104, 390].map((value) => ({ value, label: String(value) }));
  const placed = placeMarkers(
    markers,
    (value) => value,
    () => 50,
    400,
  );
  expect(placed.map(({ row, labelX, anchor }) => [row, labelX, anchor])).toEqual([
    [0, 104, "start"],
    [1, 108, "start"],
    [0, 386, "end"],
  ]);
});
