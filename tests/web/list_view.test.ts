import { formatColumns, parseColumns } from "@/pages/applications/columns";
import { facetQuery, isNarrowed, listPath, listView, nothingChosen } from "@/pages/applications/list_view";
import { decodeList, encodeList, toggled } from "@/base/lists";
import { coreHours } from "@/base/format";
import { pagesOf } from "@/base/virtual";

test.each([[[]], [["a"]], [["a", "b,c", "100%", "%2C", ""]], [[""]], [["", ""]]])(
  "a list in the address comes back: %j",
  (values) => expect(decodeList(encodeList(values))).toEqual(values),
);

test("an absent list is empty", () => expect(decodeList(undefined)).toEqual([]));

test("a value is added or taken away", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});

test("the server is asked for what the address says", () => {
  const view = listView({
    q: " nightly ",
    ...facetQuery("user", ["ada", "b,c"]),
    status: "failed",
    from: "1000",
    to: "no time",
    sort: "-cores",
  });
  expect(listPath(view)).toBe(
    "api/dashboard/applications?search=nightly&status=failed&user=ada&user=b%2Cc&from=1000&sortBy=-coreTime",
  );
  expect(isNarrowed(view)).toBe(true);
});

test("without an address it is all runs, the last ones first", () => {
  const view = listView({});
  expect(listPath(view)).toBe("api/dashboard/applications?sortBy=-startTime");
  expect(isNarrowed(view)).toBe(false);
  expect(isNarrowed(listView({ sort: "name" }))).toBe(false);
  expect(isNarrowed(listView({ ...facetQuery("name", [""]), ...nothingChosen }))).toBe(false);
});

test("columns: the usual ones say nothing, the name is always there", () => {
  const usual = parseColumns(undefined).map(({ key }) => key);
  expect(usual).toContain("cores");
  expect(usual).not.toContain("jobs");
  expect(formatColumns(usual)).toBe("");
  expect(formatColumns(["jobs"])).toBe("name.jobs");
  expect(parseColumns("jobs.nonsense").map(({ key }) => key)).toEqual(["name", "jobs"]);
});

test.each([
  [undefined, ""],
  [0, "0 core-h"],
  [1000, "< 0.01 core-h"],
  [36_000, "0.01 core-h"],
  [5_400_000, "1.5 core-h"],
  [4_444_444_000, "1,235 core-h"],
])("%s ms of cores are %s", (value, text) => expect(coreHours(value)).toBe(text));

test("the pages that hold some rows", () => {
  expect(pagesOf(0, 0, 100)).toEqual([0]);
  expect(pagesOf(-5, 99, 100)).toEqual([0]);
  expect(pagesOf(99, 100, 100)).toEqual([0, 1]);
  expect(pagesOf(250, 260, 100)).toEqual([2]);
});
