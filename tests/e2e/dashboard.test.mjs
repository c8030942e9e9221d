// First light: a real application is submitted, appears while it runs, and its numbers are Spark's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import {
  etl,
  eventLogConf,
  getJson,
  startHistory,
  startSparkHistory,
  submit,
  temporaryFolder,
  until,
  webRequire,
} from "./support.mjs";

const { chromium } = webRequire("playwright-core");
const axe = readFileSync(webRequire.resolve("axe-core/axe.min.js"), "utf8");

const browserOptions = {
  // Playwright's own where none is named.
  executablePath: process.env.AFTERGLOW_CHROMIUM || undefined,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
};

// A page whose console must stay silent.
async function openPage(t, browser, base, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, [], "console errors");
  });
  await page.goto(`${base}/`);
  return page;
}

async function assertAccessible(page, where) {
  // By evaluate, not by a script tag: the content security policy stays as it is for users.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(", ")}`);
  assert.deepEqual(found, [], `axe-core on ${where}`);
  const { wide, width } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    width: window.innerWidth,
  }));
  assert.ok(wide <= width, `${where} scrolls sideways: ${wide} > ${width}`);
}

test("a job is submitted, watched and looked into", async (t) => {
  const folder = temporaryFolder(t, "events");
  const work = temporaryFolder(t, "work");
  const base = await startHistory(t, folder);
  const browser = await chromium.launch(browserOptions);
  t.after(() => browser.close());
  const page = await openPage(t, browser, base, { viewport: { width: 1440, height: 900 } });
  await page.getByText("No applications", { exact: false }).first().waitFor();

  const running = submit([
    ...["--master", "local[2,2]", "--name", "Shop ETL <b>"],
    ...eventLogConf(folder),
    ...["--conf", "spark.sql.shuffle.partitions=6"],
    ...[etl, join(work, "input"), join(work, "output"), "40000"],
  ]);
  let id;
  await t.test("appears while it runs, without a reload", async () => {
    const row = page.getByRole("row").filter({ hasText: "Shop ETL <b>" });
    await row.filter({ hasText: "Running" }).waitFor({ timeout: 90_000 });
    id = (await getJson(`${base}/api/v1/applications`))[0].id;
  });

  const ended = await running;
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /orders joined: 40000/);

  await t.test("is shown as completed within two seconds of its end", async () => {
    const row = page.getByRole("row").filter({ hasText: "Shop ETL <b>" });
    await row.filter({ hasText: "Completed" }).waitFor({ timeout: 5_000 });
    await assertAccessible(page, "applications");
  });

  const stages = await getJson(`${base}/api/v1/applications/${id}/stages`);
  const flaky = stages.find((stage) => stage.numFailedTasks > 0);
  assert.ok(flaky, "one task of the application fails on purpose");

  await t.test("leads from the list down to a failed task", async () => {
    await page.getByRole("link", { name: "Shop ETL <b>" }).click();
    await page.getByRole("heading", { name: "Shop ETL <b>" }).waitFor();
    await assertAccessible(page, "application");
    await page.getByRole("navigation", { name: "Sections" }).getByText("Stages").click();
    await page
      .getByRole("row")
      .filter({ hasText: "1 failed" })
      .getByRole("link", { name: flaky.description })
      .click();
    await page.getByRole("heading", { name: `Stage ${flaky.stageId}` }).waitFor();
    await page.getByText("disk went away for a moment").first().waitFor();
    await assertAccessible(page, "stage");
  });

  await t.test("sorts and pages tasks on the server", async () => {
    const [request] = await Promise.all([
      page.waitForRequest((r) => r.url().includes("/tasks?") && r.url().includes("sort=duration")),
      page.getByRole("columnheader", { name: "Duration" }).getByRole("button").click(),
    ]);
    const shown = await getJson(request.url());
    assert.equal(shown.total, flaky.numCompleteTasks + flaky.numFailedTasks);
    const durations = shown.tasks.map((task) => task.duration);
    const sorted = [...durations].sort((a, b) => a - b);
    assert.ok([sorted, sorted.toReversed()].some((s) => `${s}` === `${durations}`), `${durations}`);
  });

  await t.test("is readable on a phone and in the dark", async (t2) => {
    for (const colorScheme of ["light", "dark"]) {
      const viewport = { width: 390, height: 844 };
      const small = await openPage(t2, browser, base, { viewport, colorScheme });
      await small.getByRole("link", { name: "Shop ETL <b>" }).waitFor();
      await assertAccessible(small, `applications, 390 ${colorScheme}`);
      for (const path of [`#/app/${id}/-`, `#/app/${id}/-/stage/${flaky.stageId}/0`]) {
        await small.goto(`${base}/${path}`);
        await small.getByRole("heading", { level: 1 }).waitFor();
        await assertAccessible(small, `${path}, 390 ${colorScheme}`);
      }
    }
  });

  await t.test("says that an application is unknown", async (t2) => {
    const context = await browser.newContext();
    t2.after(() => context.close());
    const other = await context.newPage();
    await other.goto(`${base}/#/app/no-such-app/-`);
    await other.getByText("no-such-app").first().waitFor();
    await other.getByRole("link", { name: /applications/i }).first().waitFor();
  });

  await t.test("gives the numbers of Spark's own history server", async (t2) => {
    const spark = await startSparkHistory(t2, folder);
    await until("Spark to list it", async () => (await getJson(`${spark}/api/v1/applications`))[0]);
    // Where a log lies is a matter of each server, and so is when it was looked at.
    const own = ["lastUpdated", "lastUpdatedEpoch", "logSourceName", "logSourceFullPath"];
    const comparable = (answer) =>
      JSON.parse(JSON.stringify(answer, (key, value) => (own.includes(key) ? undefined : value)));
    const app = `applications/${id}`;
    const routes = ["version", "applications", app, `${app}/jobs`, `${app}/stages`];
    routes.push(`${app}/executors`, `${app}/allexecutors`, `${app}/stages?details=true`);
    const jobs = await getJson(`${base}/api/v1/${app}/jobs`);
    routes.push(...jobs.map((job) => `${app}/jobs/${job.jobId}`));
    for (const { stageId, attemptId, status } of stages) {
      const stage = `${app}/stages/${stageId}`;
      routes.push(stage, `${stage}/${attemptId}?withSummaries=true&quantiles=0.1,0.5,1`);
      routes.push(`${stage}/${attemptId}/taskList?sortBy=-runtime&length=5`);
      if (status === "COMPLETE") routes.push(`${stage}/${attemptId}/taskSummary`);
    }
    for (const route of routes) {
      const [ours, theirs] = await Promise.all(
        [base, spark].map((server) => getJson(`${server}/api/v1/${route}`)),
      );
      assert.deepEqual(comparable(ours), comparable(theirs), route);
    }
    t2.diagnostic(`${routes.length} answers compared`);
  });
});
