import { startsDescending } from "@/base/columns";
import { filterRows } from "@/base/filter";
import { pageCount, pageOf, parsePaging } from "@/base/paging";
import { rove } from "@/base/roving";

test.each([
  [undefined, undefined, { page: 1, size: 50 }],
  ["3", "500", { page: 3, size: 500 }],
  ["-1", "7", { page: 1, size: 50 }],
  ["x", "", { page: 1, size: 50 }],
])("parsePaging(%s, %s)", (page, size, paging) =>
  expect(parsePaging(page, size, 50)).toEqual(paging),
);

test("a page past the end shows the last one", () => {
  expect(pageCount(0, 25)).toBe(1);
  expect(pageCount(26, 25)).toBe(2);
  expect(pageOf([1, 2, 3], { page: 9, size: 2 })).toEqual({ rows: [3], page: 2 });
});

test("rows are searched first, counted by status, then filtered", () => {
  const rows = [
    { name: "nightly etl", state: "failed" },
    { name: "ETL backfill", state: "completed" },
    { name: "report", state: "failed" },
  ];
  const filtering = {
    fields: (row: (typeof rows)[number]) => [row.name],
    status: (row: (typeof rows)[number]) => row.state,
  };
  const result = filterRows(rows, { search: " etl ", status: "failed" }, filtering);
  expect(result.rows).toEqual([rows[0]]);
  expect(result.searched).toBe(2);
  expect(Object.fromEntries(result.counts)).toEqual({ failed: 1, completed: 1 });
});

test("numbers and amounts start with the largest", () => {
  expect(startsDescending({ key: "a", label: "A", numeric: true })).toBe(true);
  expect(startsDescending({ key: "a", label: "A", amount: true })).toBe(true);
  expect(startsDescending({ key: "a", label: "A" })).toBe(false);
});

test.each([
  ["ArrowRight", 0, 1],
  ["ArrowRight", 2, 2],
  ["ArrowLeft", 0, 0],
  ["Home", 2, 0],
  ["End", 0, 2],
  ["Enter", 0, undefined],
])("%s from %s moves the focus to %s", (key, from, to) => expect(rove(key, from, 3)).toBe(to));
