// First light: a real application is submitted, appears while it runs, and its numbers are Spark's.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { assertAccessible, launchBrowser, openPage } from "./browser.mjs";
import {
  afterwards,
  compareWithSpark,
  etl,
  eventLogConf,
  getJson,
  startHistory,
  submit,
  temporaryFolder,
  until,
} from "./support.mjs";

test("a job is submitted, watched and looked into", async (t) => {
  const folder = temporaryFolder(t, "events");
  const work = temporaryFolder(t, "work");
  const base = await startHistory(t, folder);
  const browser = await launchBrowser(t);
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
    afterwards(t2, () => context.close());
    const other = await context.newPage();
    await other.goto(`${base}/#/app/no-such-app/-`);
    await other.getByText("no-such-app").first().waitFor();
    await other.getByRole("link", { name: /applications/i }).first().waitFor();
  });

  await t.test("gives the numbers of Spark's own history server", async (t2) => {
    const asked = ["--logs", folder, "--applications", "1", "--server", base];
    t2.diagnostic(await compareWithSpark(asked));
  });
});
