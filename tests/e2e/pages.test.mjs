// Every page of an application, on the log of a real run: what it shows is what the REST API says, it is
// accessible at both widths and in both themes, and its address brings it back.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { assertAccessible, launchBrowser, openPage, photograph } from "./browser.mjs";
import { testDataPage, testKeys, testPalette } from "./page_tools.mjs";
import {
  afterwards,
  eventLogConf,
  getJson,
  root,
  startHistory,
  submit,
  temporaryFolder,
  until,
} from "./support.mjs";

test("every page of an application", async (t) => {
  const folder = temporaryFolder(t, "events");
  const work = temporaryFolder(t, "work");
  const ended = await submit(
    [
      ...["--master", "local[2]", "--name", "Many <img src=x> things"],
      ...eventLogConf(folder),
      ...["--conf", "spark.eventLog.logBlockUpdates.enabled=true"],
      ...["--conf", "spark.sql.shuffle.partitions=4", "--conf", "spark.my.password=hush"],
      ...[join(root, "tests/e2e/many_things.py"), work],
    ],
    { cwd: work },
  );
  assert.equal(ended.code, 0, ended.stderr);
  const base = await startHistory(t, folder);
  const [{ id }] = await until("the application", async () => {
    const list = await getJson(`${base}/api/v1/applications`);
    return list.length > 0 && list;
  });
  const api = (path) => getJson(`${base}/api/v1/applications/${id}/${path}`);
  const app = `#/app/${id}/-`;

  const queries = await api("sql?details=false&planDescription=false");
  const joined = await until("the join", async () => {
    const all = await api("sql?numericMetrics=true&planDescription=false");
    return all.find(({ nodes }) => nodes.some(({ nodeName }) => nodeName === "SortMergeJoin"));
  });
  const rdds = await api("storage/rdd");
  const [run] = await api("streaming-queries");

  const browser = await launchBrowser(t);
  const page = await openPage(t, browser, base, { viewport: { width: 1440, height: 900 } });
  const visit = async (path, heading, on = page) => {
    await on.goto(`${base}/${app}${path}`);
    await on.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
  };

  // Data arrives after the page's heading.
  const hasRows = (table, wanted) =>
    until(`${wanted} rows`, async () => {
      return (await table.locator("tbody tr:not(.detail)").count()) === wanted;
    });

  await t.test("is reached by the navigation", async () => {
    await visit("", "Many <img src=x> things");
    const sections = page.getByRole("navigation", { name: "Sections" });
    for (const [label, heading] of [
      ...[
        ["Jobs", "Jobs"],
        ["Stages", "Stages"],
        ["SQL", "SQL queries"],
      ],
      ...[
        ["Executors", "Executors"],
        ["Storage", "Storage"],
        ["Environment", "Environment"],
      ],
      ["Streaming", "Structured streaming"],
      ["Log and data", "Log and data"],
    ]) {
      await sections.getByRole("link", { name: new RegExp(`^${label}`) }).click();
      await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    }
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Structured streaming" }).waitFor();
  });

  const pages = [
    ["overview", "", "Many <img src=x> things"],
    ["jobs", "/jobs", "Jobs"],
    ["job", "/job/0", "Job 0"],
    ["stages", "/stages", "Stages"],
    ["stage", "/stage/0/0", "Stage 0"],
    ["stage-heatmap", "/stage/0/0?view=heatmap&tab=executors", "Stage 0"],
    ["stage-histogram", "/stage/0/0?view=histogram&tab=rdds", "Stage 0"],
    ["stage-correlate", "/stage/0/0?view=correlate&x=gcTime&tab=accumulators", "Stage 0"],
    ["stage-task", "/stage/0/0?task=0", "Stage 0"],
    ["sql", "/sql", "SQL queries"],
    ["query", `/sql/${joined.id}?text=split`, `Query ${joined.id}`],
    ["executors", "/executors?columns=all", "Executors"],
    ["executor-limits", "/executors?columns=limits&map=host", "Executors"],
    ["executor-events", "/executors?by=events", "Executors"],
    ["storage", "/storage", "Storage"],
    ["rdd", `/storage/${rdds[0].id}`, `RDD ${rdds[0].id}`],
    ["environment", "/environment", "Environment"],
    ["environment-changed", "/environment?only=changed", "Environment"],
    ["profiles", "/environment?section=profiles", "Environment"],
    ["resource-profiles", "/profiles", "Resource profiles"],
    ["streaming", "/streaming", "Structured streaming"],
    ["stream", `/streaming/${run.runId}`, "counts"],
    ["stream-state", `/streaming/${run.runId}?state=all`, "counts"],
    ["data", "/data?sql=SELECT+*+FROM+job", "Log and data"],
  ];
  for (const [width, colorScheme] of [
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"],
  ]) {
    await t.test(`is accessible, ${width} pixels, ${colorScheme}`, async (t2) => {
      const options = { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" };
      const on = await openPage(t2, browser, base, options);
      for (const [name, path, heading] of pages) {
        await visit(path, heading, on);
        await on.waitForLoadState("networkidle");
        if (name === "query") await on.locator("[data-node]").first().waitFor();
        await assertAccessible(on, `${name}, ${width} ${colorScheme}`);
        await photograph(on, `${name}-${width}-${colorScheme}`);
      }
      await on.goto(`${base}/#/`);
      await on.getByRole("row").filter({ hasText: "Many <img" }).waitFor();
      await assertAccessible(on, `applications, ${width} ${colorScheme}`);
      await photograph(on, `applications-${width}-${colorScheme}`);
      await on.goto(`${base}/#/gallery`);
      await on.getByRole("heading", { level: 1, name: "Gallery" }).waitFor();
      await assertAccessible(on, `gallery, ${width} ${colorScheme}`);
      await photograph(on, `gallery-${width}-${colorScheme}`);
    });
  }

  await t.test("overview: where the time went, what to mend, and what everything waited for", async () => {
    const insights = await getJson(`${base}/api/dashboard/applications/${id}/insights`);
    await visit("", "Many <img src=x> things");
    await page.getByRole("region", { name: "Verdict" }).getByText(insights.verdict).waitFor();
    const went = page.getByRole("region", { name: "Where the time went" });
    const took = insights.wall.filter(({ ms }) => ms > 0);
    assert.equal(await went.getByRole("button").count(), took.length);
    const sum = took.reduce((total, { ms }) => total + ms, 0);
    assert.ok(Math.abs(sum - insights.duration) < 1, `${sum} is ${insights.duration}`);
    await went.getByRole("button", { name: /^Computing/ }).focus();
    await went.getByText("Tasks ran on the CPU.").waitFor();
    await went.getByRole("link", { name: /^stage \d+/ }).first().waitFor();
    const findings = page.getByRole("region", { name: /^Findings/ });
    const named = insights.findings.at(-1);
    if (named) {
      await visit(`?finding=${named.rule}`, "Many <img src=x> things");
      await findings.getByText(named.text).first().waitFor();
    } else await findings.getByText("Nothing stands out").waitFor();
    assert.ok(insights.criticalPath.length > 0);
    await page.getByText(`Critical path ${insights.criticalPath.length}`).waitFor();
    // Of a stage: its part of all that.
    const most = insights.stages.toSorted((a, b) => b.ms - a.ms)[0];
    await visit(`/stage/${most.stageId}/${most.attemptId}`, `Stage ${most.stageId}`);
    await page.getByRole("region", { name: "Share of the application's time" }).waitFor();
  });

  await t.test("applications: searched by the address, and back", async () => {
    await page.goto(`${base}/#/`);
    const table = page.getByRole("region", { name: "Applications" });
    const row = table.getByRole("row").filter({ hasText: "Many <img src=x> things" });
    await row.getByText("Completed").waitFor();
    await page.getByLabel("Search by name, id, user or version").fill("nothing of the kind");
    await page.getByText("None of the runs matches").waitFor();
    assert.match(page.url(), /q=nothing/);
    await page.reload();
    await page.getByText("None of the runs matches").waitFor();
    await page.getByRole("button", { name: "Show all 1", exact: true }).click();
    await row.waitFor();
  });

  await t.test("jobs: one page of all, and what the server finds", async () => {
    const jobs = await api("jobs");
    await visit("/jobs", "Jobs");
    const table = page.getByRole("region", { name: "Jobs", exact: true });
    await hasRows(table, Math.min(100, jobs.length));
    const failed = jobs.filter(({ status }) => status === "FAILED");
    await visit("/jobs?status=failed", "Jobs");
    if (failed.length > 0) await hasRows(table, failed.length);
    await visit("/jobs?q=nothing+of+the+kind", "Jobs");
    await page.getByText("None of the jobs matches").waitFor();
  });

  await t.test("environment: counts, search by the address, no secrets", async () => {
    const { sparkProperties, hadoopProperties } = await api("environment");
    await visit("/environment", "Environment");
    const choice = page.getByRole("group", { name: "Section" });
    await choice.getByText(`Spark${sparkProperties.length}`).waitFor();
    await choice.getByText(`Hadoop${hadoopProperties.length.toLocaleString("en-US")}`).waitFor();
    await page.getByLabel("Search all properties").fill("my.password");
    await choice.getByText("Spark1").waitFor();
    const row = page.getByRole("row").filter({ hasText: "spark.my.password" });
    await row.getByText("Redacted").waitFor();
    await page.reload();
    await row.getByText("Redacted").waitFor();
    await page.getByText("The same settings for another run").click();
    const command = await page.getByRole("region", { name: "Submit command" }).innerText();
    assert.match(command, /--master 'local\[2\]'/);
    assert.match(command, /--name 'Many <img src=x> things'/);
    assert.doesNotMatch(command, /hush|redacted/);
  });

  await t.test("storage: every RDD, and where its partitions are", async () => {
    await visit("/storage", "Storage");
    await hasRows(page.getByRole("region", { name: "Cached RDDs" }), rdds.length);
    await page.getByRole("link", { name: "numbers <i>" }).click();
    await hasRows(
      page.getByRole("region", { name: "Cached partitions" }),
      rdds[0].numCachedPartitions,
    );
  });

  await t.test("a stage's metrics at other quantiles", async () => {
    await visit("/stage/0/0", "Stage 0");
    const summary = page.getByRole("region", { name: "Successful tasks" });
    const field = summary.getByLabel("Quantiles");
    await field.fill("p99");
    await field.press("Enter");
    await summary.getByRole("alert").getByText("“p99” is no quantile").waitFor();
    assert.ok(!page.url().includes("quantiles="), page.url());
    await field.fill("50%, 99%");
    await field.press("Enter");
    await page.waitForURL(/quantiles=0.5%2C0.99/);
    await summary.getByRole("columnheader", { name: "99 %" }).waitFor();
    await page.reload();
    await summary.getByRole("columnheader", { name: "99 %" }).waitFor();
    assert.equal(await summary.getByRole("columnheader").count(), 3);
    await summary.getByRole("button", { name: "The usual five" }).click();
    await summary.getByRole("columnheader", { name: "75 %" }).waitFor();
    assert.ok(!page.url().includes("quantiles="), page.url());
  });

  await t.test("W, S, A and D zoom and move every timeline alike", async () => {
    const chart = (role, name) => page.getByRole(role, { name });
    for (const [path, heading, area, part] of [
      ["", "Many <img src=x> things", chart("group", /^Timeline: /), /from=\d+&to=/],
      ["/jobs", "Jobs", chart("group", /^Event timeline: /), /from=\d+&to=/],
      ["/executors", "Executors", chart("slider", /^Cores: /), /from=\d+&to=/],
      ["/executors", "Executors", chart("application", /^Share of cores/), /from=\d+&to=/],
      ["/stage/0/0?view=lanes", "Stage 0", chart("application", /^What the time/), /span=/],
      ["/stage/0/0?view=heatmap", "Stage 0", chart("application", /^Tasks by launch/), /heat=/],
      [`/streaming/${run.runId}`, "counts", chart("slider", /^Input rows/), /from=/],
    ]) {
      await visit(path, heading);
      await area.focus();
      await page.keyboard.press("w");
      await page.waitForURL(part);
      const near = page.url();
      await page.keyboard.press("d");
      await until(`${heading} to be moved`, () => page.url() !== near);
      await until(`all of ${heading}`, async () => {
        await page.keyboard.press("s");
        return !part.test(page.url());
      });
    }
  });

  await t.test("SQL: the list is the server's, sorted and searched by the address", async () => {
    await visit("/sql?sort=duration", "SQL queries");
    const roots = queries.filter((query) => query.rootExecutionId === query.id);
    const rows = page.getByRole("region", { name: "SQL queries" }).locator("tbody tr:not(.detail)");
    await hasRows(page.getByRole("region", { name: "SQL queries" }), roots.length);
    const shown = await rows.locator("td:first-child").allInnerTexts();
    const shortest = roots.toSorted((a, b) => a.duration - b.duration)[0];
    const first = roots.find((query) => String(query.id) === shown[0].trim());
    assert.equal(first.duration, shortest.duration);
    await page.getByRole("searchbox").fill("BOOM <b>");
    await page.getByText("boom <b>bold</b>").first().waitFor();
    await page.getByRole("group", { name: "Status" }).getByText("Failed").click();
    await page.getByText("boom <b>bold</b>").first().waitFor();
    await page
      .getByRole("link", { name: /^Job \d+, failed$/ })
      .first()
      .click();
    await page.getByRole("link", { name: /^query \d+/ }).waitFor();
  });

  await t.test(
    "a plan is walked through by keys, and its address keeps what is chosen",
    async () => {
      await visit(`/sql/${joined.id}`, `Query ${joined.id}`);
      await page.getByLabel("Find an operator").fill("SortMergeJoin");
      await page.keyboard.press("Enter");
      const node = joined.nodes.find(({ nodeName }) => nodeName === "SortMergeJoin");
      await page.waitForURL(new RegExp(`node=${node.nodeId}\\b`));
      const rows = node.metrics.find(({ name }) => name === "number of output rows");
      const panel = page.getByRole("complementary", { name: "Metrics of the plan" });
      const told = panel.getByRole("row").filter({ hasText: "number of output rows" });
      await told.getByText(rows.total.toLocaleString("en-US"), { exact: true }).waitFor();
      await page.reload();
      await told.waitFor();
      const chosen = page.locator("[data-node][aria-pressed=true]");
      await chosen.focus();
      await page.keyboard.press("ArrowDown");
      const below = joined.edges.find(({ fromId }) => fromId === node.nodeId).toId;
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-node"));
      await until("the next node", async () => (await focused()) === String(below));
      await page.keyboard.press("Enter");
      await page.waitForURL(new RegExp(`node=${below}\\b`));
    },
  );

  await t.test("a stream's charts are read out batch by batch", async () => {
    await visit(`/streaming/${run.runId}`, "counts");
    const { recentProgress } = await api(`streaming-queries/${run.runId}`);
    const chart = page.getByRole("slider", { name: /^Input rows/ });
    await chart.focus();
    const latest = recentProgress[0];
    // A key that comes before the chart is drawn means nothing.
    await until("the last batch", async () => {
      await page.keyboard.press("End");
      const text = await chart.getAttribute("aria-valuetext");
      return text === `Batch ${latest.batchId}, Rows ${latest.numInputRows}`;
    });
  });

  const context = { page, base, api, id, app, visit, hasRows };
  await testDataPage(t, context);
  await testKeys(t, context);
  await testPalette(t, context);

  await t.test("a plan's versions, and its view in the address", async () => {
    await visit(`/sql/${joined.id}`, `Query ${joined.id}`);
    const { versions } = await getJson(
      `${base}/api/dashboard/applications/${id}/sql/${joined.id}/plans`,
    );
    assert.ok(versions.length > 1, "adaptive execution changed the plan of the join");
    await page.getByLabel("Plan version").selectOption("0");
    await page.waitForURL(/plan=0/);
    // Only what is in sight is drawn.
    await page.getByRole("button", { name: "Show all" }).click();
    await until("the first plan", async () => {
      return (await page.locator("[data-node]").count()) === versions[0].operators;
    });
    await page.getByRole("button", { name: "After" }).click();
    await page.locator("[data-node]").first().focus();
    await page.waitForURL(/view=all/);
    const before = page.url();
    await page.keyboard.press("w");
    await until("the view in the address", () => page.url() !== before);
    const drawing = page.locator("svg[role=group] > g").first();
    const seen = await drawing.getAttribute("transform");
    await page.reload();
    await until("the same view", async () => {
      const now = await drawing.getAttribute("transform");
      const numbers = (text) => text.match(/[-\d.]+/g).map(Number);
      return numbers(now).every((value, at) => Math.abs(value - numbers(seen)[at]) < 2);
    });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "SVG" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), `query-${joined.id}-plan.svg`);
  });

  await t.test("Spark's own addresses lead to the same thing", async () => {
    for (const [path, heading] of [
      [`SQL/execution/?id=${joined.id}`, `Query ${joined.id}`],
      [`storage/rdd/?id=${rdds[0].id}`, `RDD ${rdds[0].id}`],
      [`StreamingQuery/statistics/?id=${run.runId}`, "counts"],
      ["jobs/job/?id=0", "Job 0"],
      ["environment/", "Environment"],
    ]) {
      await page.goto(`${base}/history/${id}/${path}`);
      await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    }
  });

  await t.test("what the log does not have is said to be missing", async (t2) => {
    // A browser logs every 404, so that this console is not silent.
    const context = await browser.newContext();
    afterwards(t2, () => context.close());
    const other = await context.newPage();
    for (const [path, heading, said] of [
      ["/job/99999", "Job 99999", "unknown job: 99999"],
      ["/sql/99999", "Query 99999", "unknown query execution id: 99999"],
      ["/storage/99999", "RDD 99999", "no rdd found w/ id 99999"],
      ["/streaming/nobody", "Streaming query", "nobody"],
    ]) {
      await visit(path, heading, other);
      await other.getByText(said).last().waitFor();
    }
  });
});
