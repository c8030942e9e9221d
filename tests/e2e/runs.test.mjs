// Pages about many runs: jobs, the runs of one, the fleet and two runs compared, on logs of real Spark and on
// those of a job that got slower. What they show is what the API says, and each number leads on.
import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { assertAccessible, launchBrowser, openPage, photograph } from "./browser.mjs";
import { getJson, root, startHistory, temporaryFolder, until } from "./support.mjs";

const began = Date.UTC(2025, 10, 1, 4);
const day = 86_400_000;
const nights = 20;
const firstSlow = 17;
const idOf = (night) => `app-202511${String(night + 1).padStart(2, "0")}040000-0000`;

// A job that runs each night for about five minutes, and from a night on for ten.
function writeNight(folder, night) {
  const start = began + night * day;
  const took = night < firstSlow ? 300_000 + 3000 * (night % 4) : 600_000 + 1000 * night;
  const date = new Date(start).toISOString().slice(0, 10);
  const events = [
    { Event: "SparkListenerLogStart", "Spark Version": "4.3.0" },
    {
      ...{ Event: "SparkListenerApplicationStart", "App Name": `load <b> ${date}`, User: "ann" },
      ...{ "App ID": idOf(night), Timestamp: start },
    },
    { Event: "SparkListenerApplicationEnd", Timestamp: start + took },
  ];
  writeFileSync(join(folder, idOf(night)), events.map((one) => `${JSON.stringify(one)}\n`).join(""));
}

test("pages about many runs", async (t) => {
  const folder = temporaryFolder(t, "nights");
  for (let night = 0; night < nights; night += 1) writeNight(folder, night);
  // Two runs of the same queries, one of which could not broadcast.
  const [sick, healthy] = ["sick", "healthy"].map((state) => `illness-missed-broadcast-${state}`);
  for (const id of [sick, healthy]) {
    copyFileSync(join(root, `tests/golden/illness/logs/${id}.zstd`), join(folder, `${id}.zstd`));
  }
  const golden = join(root, "tests/golden/logs");
  const base = await startHistory(t, folder, undefined, ["--dir", golden]);
  const api = (path) => getJson(`${base}/api/dashboard/${path}`);
  const { total: all } = await until("all logs to be read", async () => {
    const list = await api("applications");
    return list.unread === 0 && list.total > nights && list;
  });
  const slower = await until("the job that got slower", async () => {
    const { jobs } = await api("jobs?regressed=true&search=load");
    return jobs[0];
  });
  const pair = (await api("jobs?search=adaptive")).jobs[0];
  const { history } = await api(`jobs/${encodeURIComponent(pair.job)}`);
  const [b, a] = history.map(({ id }) => id);

  const browser = await launchBrowser(t);
  const page = await openPage(t, browser, base, { viewport: { width: 1440, height: 900 } });
  const visit = async (path, heading, on = page) => {
    await on.goto(`${base}/#${path}`);
    await on.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
  };
  const runsOf = `/job/${encodeURIComponent(slower.job)}`;
  const comparison = `/compare?a=${a}&b=${b}`;

  const pages = [
    ["recurring", "/jobs", "Jobs"],
    ["runs", runsOf, slower.job],
    ["fleet", "/fleet", "Fleet"],
    ["fleet-days", "/fleet?by=day", "Fleet"],
    ["compare", comparison, "Comparison of two runs"],
    ["compare-stages", `${comparison}&tab=stages`, "Comparison of two runs"],
    ["compare-plan", `/compare?a=${sick}&b=${healthy}&tab=queries&all=1`, "Comparison of two runs"],
    ["compare-settings", `${comparison}&tab=settings`, "Comparison of two runs"],
    ["compare-none", "/compare", "Comparison of two runs"],
  ];
  for (const [width, colorScheme] of [
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"],
  ]) {
    await t.test(`are accessible, ${width} pixels, ${colorScheme}`, async (t2) => {
      const options = { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" };
      const on = await openPage(t2, browser, base, options);
      for (const [name, path, heading] of pages) {
        await visit(path, heading, on);
        await on.waitForLoadState("networkidle");
        await assertAccessible(on, `${name}, ${width} ${colorScheme}`);
        await photograph(on, `${name}-${width}-${colorScheme}`);
      }
    });
  }

  await t.test("are reached by the navigation and by keys", async () => {
    await page.goto(`${base}/#/`);
    const top = page.getByRole("navigation", { name: "Dashboard" });
    for (const label of ["Jobs", "Fleet", "Applications"]) {
      await top.getByRole("link", { name: label }).click();
      await page.getByRole("heading", { level: 1, name: label }).waitFor();
    }
    await page.keyboard.press("g");
    await page.keyboard.press("l");
    await page.getByRole("heading", { level: 1, name: "Fleet" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
  });

  await t.test("jobs: those that changed, as the address says", async () => {
    const { total, regressed } = await api("jobs");
    await visit("/jobs", "Jobs");
    const rows = page.getByRole("region", { name: "Jobs", exact: true }).locator("tbody tr");
    await until("every job", async () => (await rows.count()) === Math.min(100, total));
    await page.getByRole("group", { name: "Which jobs" }).getByText("Changed").click();
    await until("those that changed", async () => (await rows.count()) === regressed);
    await page.reload();
    await until("them again", async () => (await rows.count()) === regressed);
    await rows.filter({ hasText: slower.job }).getByText(/^Duration \d/).waitFor();
  });

  await t.test("a job that got slower: since which run, and what it is compared with", async () => {
    await visit(runsOf, slower.job);
    await page.getByText(/The last run takes longer than usual/).waitFor();
    const table = page.getByRole("region", { name: "Runs", exact: true });
    const bad = table.getByRole("row").filter({ hasText: "first bad run" });
    await bad.getByText(idOf(firstSlow)).waitFor();
    const chart = page.getByRole("slider", { name: /^Duration/ });
    await chart.focus();
    await page.keyboard.press("End");
    assert.match(await chart.getAttribute("aria-valuetext"), /10 m 19 s, above what is usual$/);
    for (const night of [nights - 1, 0]) {
      await table.getByRole("row").filter({ hasText: idOf(night) }).getByRole("checkbox").check();
    }
    await page.reload();
    await page.getByRole("link", { name: "Compare the two" }).click();
    await page.getByRole("heading", { level: 1, name: "Comparison of two runs" }).waitFor();
    assert.ok(page.url().includes(`a=${idOf(0)}&b=${idOf(nights - 1)}`), page.url());
  });

  await t.test("two runs: the sentence, the metrics, and the other way round", async () => {
    const told = await api(`compare?a=${a}&b=${b}`);
    await visit(comparison, "Comparison of two runs");
    await page.getByText(told.summary).waitFor();
    const metrics = page.getByRole("region", { name: "Metrics" });
    await metrics.getByRole("row").filter({ hasText: "Duration" }).waitFor();
    await page.getByRole("link", { name: "Stages", exact: false }).last().click();
    const table = page.getByRole("region", { name: "Stages", exact: true });
    const stages = table.locator("tbody tr:not(.detail)");
    await until("its stages", async () => (await stages.count()) === Math.min(100, told.stages.length));
    await page.getByRole("link", { name: "The other way round" }).click();
    await page.getByText((await api(`compare?a=${b}&b=${a}`)).summary).waitFor();
  });

  await t.test("two stages: the durations of their tasks over each other, and other metrics", async () => {
    await visit(`${comparison}&tab=stages`, "Comparison of two runs");
    const told = await api(`compare?a=${a}&b=${b}`);
    const first = told.stages.find((pair) => pair.a?.quantiles && pair.b?.quantiles);
    assert.equal(first.a.quantiles.length, told.quantileShares.length);
    const chart = page.getByRole("slider", { name: /^Duration of the tasks/ });
    await chart.focus();
    await page.keyboard.press("End");
    assert.match(await chart.getAttribute("aria-valuetext"), /^The most: A .*, B /);
    await page.getByLabel("Metric of the tasks").selectOption("GC time");
    await page.waitForURL(/metric=GC\+time/);
    await page.getByRole("slider", { name: /^GC time of the tasks/ }).waitFor();
    await page.reload();
    await page.getByRole("slider", { name: /^GC time of the tasks/ }).waitFor();
    await page.locator("button.picture[aria-expanded=true]").click();
    await page.waitForURL(/stage=none/);
    assert.equal(await page.getByRole("slider", { name: /of the tasks/ }).count(), 0);
  });

  await t.test("two plans: operator by operator, what is the same folded", async () => {
    const told = await api(`compare?a=${sick}&b=${healthy}`);
    assert.match(told.summary, /BroadcastHashJoin instead of SortMergeJoin/);
    const other = told.queries.find((query) => query.planDiff?.changed > 0);
    await visit(`/compare?a=${sick}&b=${healthy}&tab=queries`, "Comparison of two runs");
    const tree = page.getByRole("list", { name: /^The plans of both/ });
    const join = tree.getByRole("listitem").filter({ hasText: "changed" }).first();
    await join.getByRole("link", { name: "SortMergeJoin" }).waitFor();
    const fold = tree.getByRole("button", { name: /operators? the same/ }).first();
    await fold.click();
    assert.equal(await fold.getAttribute("aria-expanded"), "true");
    const { a: ofA, b: ofB } = other;
    const ids = `queryA=${ofA.executionId}&queryB=${ofB.executionId}`;
    const whole = await api(`compare/plan?a=${sick}&b=${healthy}&${ids}`);
    await page.getByRole("button", { name: "Show all operators" }).click();
    await page.waitForURL(/all=1/);
    await until("all operators", async () => (await tree.locator("li:has(.mark)").count()) === whole.nodes.length);
    await join.getByRole("link", { name: "BroadcastHashJoin" }).click();
    await page.getByRole("heading", { level: 1, name: `Query ${ofB.executionId}` }).waitFor();
  });

  await t.test("the fleet: prices of the reader, and every number leads to its runs", async () => {
    const { total, groups } = await api("fleet");
    assert.equal(total.runs, all);
    await visit("/fleet", "Fleet");
    await page.getByRole("link", { name: String(total.runs), exact: true }).first().waitFor();
    const price = page.getByLabel("A core-hour costs");
    await price.fill("1000");
    await price.press("Enter");
    await page.waitForURL(/coreHour=1000/);
    await page.reload();
    assert.equal(await price.inputValue(), "1000");
    await page.getByRole("button", { name: "The server's prices" }).click();
    await page.waitForURL((url) => !url.hash.includes("coreHour"));
    const { groups: found, titles } = await api("fleet?groupBy=rule");
    await page.getByRole("group", { name: "Sums by" }).getByText("By finding").click();
    const title = titles[found[0].value];
    const rule = page.getByRole("row").filter({ hasText: title }).first();
    const runs = await rule.getByRole("link").first().getAttribute("href");
    assert.ok(runs.includes(`rule=${found[0].value}`), runs);
    await page.getByRole("group", { name: "Sums by" }).getByText("By user").click();
    const ann = groups.find(({ value }) => value === "ann");
    const row = page.getByRole("row").filter({ hasText: "ann" });
    await row.getByRole("link", { name: String(ann.runs), exact: true }).click();
    await page.getByText(`${ann.runs} of ${all} runs`).waitFor();
  });
});
