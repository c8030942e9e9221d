import { ariaSort, formatSort, nextSort, parseSort, sortRows } from "@/base/sort";

const fallback = { key: "id", descending: true };

test.each([
  [undefined, fallback],
  ["", fallback],
  ["name", { key: "name", descending: false }],
  ["-name", { key: "name", descending: true }],
  ["-nothing", fallback],
])("parseSort(%s)", (text, sort) =>
  expect(parseSort(text, ["id", "name"], fallback)).toEqual(sort),
);

test("the fallback is not written into the address", () => {
  expect(formatSort(fallback, fallback)).toBe("");
  expect(formatSort({ key: "id", descending: false }, fallback)).toBe("id");
  expect(formatSort({ key: "name", descending: true }, fallback)).toBe("-name");
});

test("a first press uses the column's direction, the next turns it round", () => {
  const first = nextSort(fallback, "duration", true);
  expect(first).toEqual({ key: "duration", descending: true });
  expect(nextSort(first, "duration", true)).toEqual({ key: "duration", descending: false });
  expect([ariaSort(first, "duration"), ariaSort(first, "id")]).toEqual(["descending", "none"]);
});

test.each([
  ["numbers", [3, 1, 2], false, [1, 2, 3]],
  ["descending", [3, 1, 2], true, [3, 2, 1]],
  ["missing last ascending", [undefined, 1], false, [1, undefined]],
  ["missing last descending", [undefined, 1], true, [1, undefined]],
  ["digits in text by value", ["app-10", "app-9"], false, ["app-9", "app-10"]],
])("sortRows: %s", (_, rows, descending, sorted) => {
  expect(sortRows(rows as (string | number | undefined)[], (row) => row, descending)).toEqual(
    sorted,
  );
});

test("equal rows keep their order in both directions", () => {
  const rows = [
    { key: 1, name: "a" },
    { key: 1, name: "b" },
  ];
  for (const descending of [false, true])
    expect(sortRows(rows, ({ key }) => key, descending)).toEqual(rows);
});
