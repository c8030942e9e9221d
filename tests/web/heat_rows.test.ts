import { cellAt, moved, runsOf, shades } from "@/base/heat_rows";

const most = shades - 1;

test("cells beside each other that look the same are one run, and nobody leaves a gap", () => {
  expect(runsOf([100, 100, 0, -1, -1, 0, 1, 50])).toEqual([
    { from: 0, to: 2, shade: most },
    { from: 2, to: 3, shade: 0 },
    { from: 5, to: 7, shade: 0 },
    { from: 7, to: 8, shade: most / 2 },
  ]);
  expect(runsOf([])).toEqual([]);
  expect(runsOf([250])).toEqual([{ from: 0, to: 1, shade: most }]);
});

const frame = { left: 100, width: 200, rowHeight: 10 };

test.each([
  [100, 0, { row: 0, bin: 0 }],
  [299, 19, { row: 1, bin: 3 }],
  [150, 10, { row: 1, bin: 1 }],
  [0, -5, { row: 0, bin: 0 }],
  [900, 900, { row: 1, bin: 3 }],
])("the cell at %s, %s", (x, y, cell) => expect(cellAt(x, y, frame, 2, 4)).toEqual(cell));

test.each([
  ["ArrowDown", { row: 1, bin: 2 }],
  ["ArrowUp", { row: 0, bin: 2 }],
  ["ArrowLeft", { row: 0, bin: 1 }],
  ["ArrowRight", { row: 0, bin: 3 }],
  ["Home", { row: 0, bin: 0 }],
  ["End", { row: 0, bin: 3 }],
  ["Enter", undefined],
])("%s moves", (key, cell) => expect(moved(key, { row: 0, bin: 2 }, 2, 4)).toEqual(cell));
