import { condensed, firstLine, isLong, matches, rootCause } from "@/base/text";

const python = `[PYTHON_EXCEPTION] An exception was thrown from the Python worker: Traceback (most recent call last):
  File "job.py", line 18, in bad
    raise RuntimeError("always fails")
RuntimeError: always fails in partition 6
 SQLSTATE: 38000`;
const java = `Job aborted due to stage failure
\tat org.apache.spark.Task.run(Task.scala:1)
Caused by: java.io.IOException: disk
\tat java.io.File(File.java:1)
Caused by: java.lang.IllegalStateException: full`;

test.each([
  ["one line", "one line", false, undefined],
  ["\n  \nsecond  \n", "second", false, undefined],
  [python, python.split("\n")[0], true, "RuntimeError: always fails in partition 6"],
  [java, "Job aborted due to stage failure", true, "java.lang.IllegalStateException: full"],
  ["x".repeat(400), "x".repeat(400), true, undefined],
])("first line, length and cause of %.30s", (text, first, long, cause) => {
  expect(firstLine(text)).toBe(first);
  expect(isLong(text)).toBe(long);
  expect(rootCause(text)).toBe(cause);
});

test.each([
  ["", ["a"], true],
  ["ETL night", ["nightly etl", undefined], true],
  ["etl 4.0", ["nightly etl", "4.1"], false],
])("matches(%s, %s)", (search, fields, expected) => expect(matches(search, fields)).toBe(expected));

test("a long text in one line is as much as anybody reads", () => {
  expect(condensed(" SELECT 1\n\n  FROM\tt ")).toBe("SELECT 1 FROM t");
  expect(condensed("x".repeat(5000))).toBe(`${"x".repeat(300)}…`);
});
