import { countWithin, endOf, rangeBetween, shareOf, timeAt } from "@/base/brush";
import { localInput, parseLocalInput } from "@/base/time";

const bins = { from: 1000, width: 10, counts: [1, 2, 3, 4] };

test("a part between two places is made of whole bins", () => {
  expect(rangeBetween(bins, 0.3, 0.6)).toEqual({ from: 1010, to: 1029 });
  expect(rangeBetween(bins, 0.6, 0.3)).toEqual({ from: 1010, to: 1029 });
  expect(rangeBetween(bins, -1, 2)).toEqual({ from: 1000, to: 1039 });
  expect(rangeBetween(bins, 0.5, 0.5)).toEqual({ from: 1020, to: 1029 });
});

test("times and places belong together", () => {
  expect(endOf(bins)).toBe(1040);
  expect(timeAt(bins, 0.5)).toBe(1020);
  expect(timeAt(bins, 7)).toBe(1040);
  expect(shareOf(bins, 1010)).toBe(0.25);
  expect(shareOf(bins, 0)).toBe(0);
});

test.each([
  [{}, 10],
  [{ from: 1010, to: 1029 }, 5],
  [{ from: 1035 }, 4],
  [{ to: 1000 }, 1],
])("%j holds %s", (range, count) => expect(countWithin(bins, range)).toBe(count));

test("what a field for times takes, it gives", () => {
  const instant = Date.UTC(2026, 5, 1, 12, 30, 15);
  expect(parseLocalInput(localInput(instant))).toBe(instant);
  expect(localInput(undefined)).toBe("");
  expect(parseLocalInput("")).toBeUndefined();
});
