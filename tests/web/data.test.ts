import { readFileSync } from "node:fs";
import { runQuery } from "@/api/data";
import { inOneLine, readHistory, remember } from "@/pages/data/history";
import { characterAt, hrefOf, momentOf, numericColumns, toCsv, toJson } from "@/pages/data/result";
import { findTables, parseSchema } from "@/pages/data/schema";

const schema = parseSchema(
  readFileSync(new URL("../../docs/schema.md", import.meta.url), "utf8"),
);
const table = (name: string) => schema.tables.find((one) => one.name === name);

test("the schema's document tells tables, columns, units and examples", () => {
  expect(schema.tables.length).toBeGreaterThan(40);
  expect(table("job")?.section).toBe("Applications, jobs, stages, executors");
  expect(table("job")?.text).toBe("One row a job; the counts are those of Spark's API.");
  const submitted = table("job")?.columns.find(({ name }) => name === "submission_time");
  expect(submitted).toEqual({
    ...{ name: "submission_time", type: "INTEGER?", unit: "ms since 1970", meaning: "" },
  });
  // Metrics stand once in the document, and belong to three tables.
  for (const name of ["task", "stage", "executor_stage"]) {
    expect(table(name)?.columns.some((one) => one.name === "jvm_gc_time")).toBe(true);
  }
  expect(table("Metrics")).toBeUndefined();
  expect(table("failure")?.columns.some((one) => one.name === "jvm_gc_time")).toBe(false);
  expect(schema.examples.length).toBeGreaterThan(8);
  expect(schema.examples[0]?.title).toBe("The slowest tasks, and what they did with their time");
  expect(schema.examples.every(({ sql }) => /^(SELECT|WITH)/.test(sql))).toBe(true);
});

test.each([
  ["", true],
  ["JOB_GROUP", true],
  ["call site of its last", true],
  ["nothing of the kind", false],
])("looking for %j finds the table of jobs: %s", (search, found) => {
  expect(findTables(schema.tables, search).some(({ name }) => name === "job")).toBe(found);
});

const answer = {
  columns: ["a", "b", "a"],
  rows: [
    [1, 'x "y", z', null],
    [2.5, "", "line\nline"],
  ],
  ...{ rowCount: 2, truncated: false, milliseconds: 1 },
};

test("results are saved as CSV and JSON", () => {
  expect(toCsv(answer)).toBe('a,b,a\r\n1,"x ""y"", z",\r\n2.5,"","line\nline"\r\n');
  expect(JSON.parse(toJson(answer))).toEqual([
    { a: 1, b: 'x "y", z', a_3: null },
    { a: 2.5, b: "", a_3: "line\nline" },
  ]);
  expect(JSON.parse(toJson({ columns: ["a"], rows: [] }))).toEqual([]);
  expect(numericColumns(answer)).toEqual([true, false, false]);
});

test.each([
  [["job_id"], [7], 0, "#/app/x/-/job/7"],
  [["stage_id", "stage_attempt"], [3, 1], 0, "#/app/x/-/stage/3/1"],
  [["stage_id"], [3], 0, "#/app/x/-/stage/3/0"],
  [["sql_execution_id"], [5], 0, "#/app/x/-/sql/5"],
  [["sql_execution_id"], [null], 0, undefined],
  [["job_id"], ["7"], 0, undefined],
  [["other"], [7], 0, undefined],
])("%j %j leads to a page", (columns, row, index, href) => {
  expect(hrefOf({ appId: "x" }, columns, row, index)).toBe(href);
});

test.each([
  ["submission_time", 1_795_249_547_123, true],
  ["submission_time", null, false],
  ["jvm_gc_time", 57, false],
  ["duration", 1_795_249_547_123, false],
])("%s %s is told as a moment: %s", (column, value, told) => {
  expect(momentOf(column, value)?.startsWith("2026-11-21") ?? false).toBe(told);
});

test("an error's place counts bytes, the text area characters", () => {
  expect(characterAt("SELECT 'ä€😀', x", 7)).toBe(7);
  expect(characterAt("SELECT 'ä€😀', x", 20)).toBe("SELECT 'ä€😀', ".length);
});

test("the history keeps each query once, the latest first", () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  let past = readHistory(storage);
  for (const sql of ["a", "b", "a"]) past = remember(past, sql, storage);
  expect(past).toEqual(["a", "b"]);
  expect(readHistory(storage)).toEqual(["a", "b"]);
  for (let i = 0; i < 60; i += 1) past = remember(past, `${i}`, storage);
  expect(past.length).toBe(50);
  const full = { setItem: () => { throw new Error("full"); } };
  expect(remember(["a"], "b", full)).toEqual(["b", "a"]);
  expect(readHistory({ getItem: () => "{broken" })).toEqual([]);
  expect(inOneLine("SELECT\n  1")).toBe("SELECT 1");
});

const app = { appId: "x" };
const respond = (body: string, status: number, type: string) => () =>
  Promise.resolve(new Response(body, { status, headers: { "Content-Type": type } }));

test.each([
  ['{"columns":["a"],"rows":[[1]],"rowCount":1}', 200, { rows: [[1]], truncated: false }],
  ['{"error":{"kind":"query","message":"no"}}', 400, { rows: [], error: { message: "no" } }],
])("what the server answers to a query: %s", async (body, status, expected) => {
  const got = await runQuery(
    app,
    "SELECT 1",
    new AbortController().signal,
    respond(body, status, "application/json"),
  );
  expect(got).toMatchObject(expected);
});

test("a server that takes no query says why", async () => {
  const off = respond("switched off", 403, "text/plain");
  await expect(runQuery(app, "", new AbortController().signal, off)).rejects.toThrow(
    "switched off",
  );
  const gone = () => Promise.reject(new TypeError("x"));
  await expect(runQuery(app, "", new AbortController().signal, gone)).rejects.toThrow(
    "cannot be reached",
  );
});

test("every example of a query has a title of its own", () => {
  const titles = schema.examples.map(({ title }) => title);
  expect([...new Set(titles)]).toEqual(titles);
});
