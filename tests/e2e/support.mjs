// Starting the programs under test and real Spark, for the end-to-end tests. `./afterglow test` sets
// SPARK_HOME and, for the browser, AFTERGLOW_CHROMIUM.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const webRequire = createRequire(join(root, "web/"));
export const submitProgram = join(root, "build/bin/afterglow-submit");
export const historyProgram = join(root, "build/bin/afterglow-history");
export const etl = join(root, "docs/examples/shop_etl.py");

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Runs a program to its end: {code, signal, stdout, stderr}.
export function run(program, args = [], { env = {}, input = "", cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    // Nothing is built in the background of a test that does not ask for it.
    const quiet = { AFTERGLOW_CLASS_ARCHIVE: "false" };
    const child = spawn(program, args, { cwd, env: { ...process.env, ...quiet, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => (stderr += data));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    // A program that ends at once may be gone before its input is closed.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

export const submit = (args, options) => run(submitProgram, args, options);

export const eventLogConf = (folder) => [
  ...["--conf", "spark.eventLog.enabled=true", "--conf", `spark.eventLog.dir=file://${folder}`],
  ...["--conf", "spark.ui.enabled=false"],
];

const cleanings = new WeakMap(); // by test: what is left to do

// What a test made goes in the opposite order: a page before its server, that before its folders.
// Else a page that still asks is told of what is no longer there.
export function afterwards(test, clean) {
  const left = cleanings.get(test);
  if (left) return left.push(clean);
  const all = [clean];
  cleanings.set(test, all);
  return test.after(async () => {
    const failures = [];
    while (all.length > 0) {
      try {
        await all.pop()();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  });
}

export function temporaryFolder(test, name) {
  const folder = mkdtempSync(join(tmpdir(), `afterglow-${name}-`));
  afterwards(test, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// Asks again until the answer satisfies, and gives the answer.
export async function until(what, ask, { timeout = 60_000, every = 100 } = {}) {
  const end = Date.now() + timeout;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}; last: ${last}`);
    await sleep(every);
  }
}

export async function getJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

// Starts afterglow-history on a free port: its base URL.
export async function startHistory(
  test,
  folder,
  store = temporaryFolder(test, "store"),
  more = [],
) {
  const options = ["--dir", folder, "--store", store, "--port", "0", ...more];
  // Spark's pages show local time, and it is compared with Spark's in UTC.
  const child = spawn(historyProgram, options, { env: { ...process.env, TZ: "UTC" } });
  const ended = once(child, "exit");
  afterwards(test, () => child.kill() && ended);
  let log = "";
  child.stderr.on("data", (data) => (log += data));
  return until("afterglow-history", () => {
    if (child.exitCode !== null) throw new Error(`afterglow-history ended: ${log}`);
    return log.match(/serving (http:\S+)\//)?.[1];
  });
}

// Asks Spark's own history server, which it starts, and afterglow-history the same: how many answers
// were compared. Fails with every difference.
export async function compareWithSpark(args = []) {
  const ended = await run("python3", [join(root, "tests/golden/check_live.py"), ...args]);
  assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  return ended.stdout.trim().split("\n").at(-1);
}
