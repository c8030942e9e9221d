import {
  axisTicks,
  binAt,
  binOf,
  countIn,
  type Grid,
  regionOf,
  shade,
  share,
} from "@/base/grid";
import { parseColour, ramp, regionBox, step, xPlaces, yPlaces } from "@/widgets/heatmap";

const grid: Grid = {
  x: { scale: "linear", edges: [100, 110, 120] },
  y: { scale: "log", edges: [0, 1, 10, 100] },
  counts: [0, 5, 0, 2, 0, 7],
  failedCells: [5],
  failedCounts: [3],
};
const frame = { width: 220, height: 110, left: 10, right: 10, top: 0, bottom: 10 };

test("values have a place on an axis, and places a bin", () => {
  expect(share(grid.x, 110)).toBe(0.5);
  expect(share(grid.y, 0)).toBe(0);
  expect(share(grid.y, 100)).toBe(1);
  expect(share({ scale: "linear", edges: [5, 5] }, 5)).toBe(0);
  for (const [value, bin] of [
    [0, 0],
    [1, 1],
    [9, 1],
    [10, 2],
    [100, 2],
  ] as const) {
    expect(binOf(grid.y, value), String(value)).toBe(bin);
  }
  expect(binAt(grid.x, -3)).toBe(0);
  expect(binAt(grid.x, 9)).toBe(1);
});

test("a region holds whole fields, whichever corner comes first", () => {
  const region = regionOf(grid, { column: 1, row: 2 }, { column: 0, row: 1 });
  expect(region).toEqual({ x: [100, 119], y: [1, 99] });
  expect(countIn(grid, region)).toEqual({ all: 12, failed: 3 });
  expect(countIn(grid, regionOf(grid, { column: 0, row: 1 }, { column: 0, row: 1 }))).toEqual({
    all: 5,
    failed: 0,
  });
});

test("little is seen, and the most is darkest", () => {
  expect(shade(0, 1000)).toBe(0);
  expect(shade(1, 1000)).toBeGreaterThan(0.1);
  expect(shade(30, 1000)).toBeLessThan(shade(31, 1000));
  expect(shade(1000, 1000)).toBe(1);
  expect(shade(1, 1)).toBe(1);
});

describe("ticks", () => {
  test("of orders of magnitude", () => {
    const axis = { scale: "log", edges: [0, 1, 200_000] } as const;
    expect(axisTicks(axis, 9, "time")).toEqual([0, 1, 10, 100, 1e3, 10e3, 60e3]);
    expect(axisTicks(axis, 4, "time")).toEqual([0, 10, 1e3, 60e3]);
    expect(axisTicks({ scale: "log", edges: [8, 5000] }, 9, "bytes")).toEqual([8, 64, 512, 4096]);
  });
  test("within one order of magnitude", () => {
    expect(axisTicks({ scale: "log", edges: [20, 80] }, 3, "plain")).toEqual([20, 40, 60, 80]);
  });
});

test("a grid is placed with small values at the bottom left", () => {
  expect(xPlaces(grid, frame)).toEqual([10, 110, 210]);
  const ys = yPlaces(grid, frame);
  expect(ys[0]).toBe(100);
  expect(ys.at(-1)).toBe(0);
  expect(regionBox(grid, { x: [110, 119], y: [10, 99] }, frame)).toEqual({
    left: 110,
    top: 0,
    width: 100,
    height: ys[2],
  });
  const beyond = regionBox(grid, { x: [0, 999], y: [0, 9999] }, frame);
  expect(beyond).toEqual({ left: 10, top: 0, width: 200, height: 100 });
});

test("arrow keys stay within the grid", () => {
  const at = { column: 1, row: 0 };
  expect(step("ArrowLeft", at, grid)).toEqual({ column: 0, row: 0 });
  expect(step("ArrowRight", at, grid)).toEqual(at);
  expect(step("ArrowUp", at, grid)).toEqual({ column: 1, row: 1 });
  expect(step("ArrowDown", at, grid)).toEqual(at);
  expect(step("x", at, grid)).toBeUndefined();
});

test("colours come as browsers write them", () => {
  expect(parseColour("rgb(1, 2, 3)")).toEqual([1, 2, 3]);
  expect(parseColour("color(srgb 1 0.5 0)")).toEqual([255, 127.5, 0]);
  expect(ramp("rgb(0, 0, 0)", "rgb(10, 20, 30)", 3)).toEqual([
    "#000000",
    "#050a0f",
    "#0a141e",
  ]);
});
