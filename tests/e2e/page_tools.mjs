// What works on every page of an application (keys, the palette) and on the page of its data, for
// pages.test.mjs, which has the browser and the application. `context`: {page, base, api, id, app, visit,
// hasRows}.
import assert from "node:assert/strict";
import { assertAccessible } from "./browser.mjs";
import { until } from "./support.mjs";

export async function testDataPage(t, { page, api, id, visit, hasRows }) {
  await t.test("log and data: files, queries, errors where they stand", async () => {
    await visit("/data", "Log and data");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as zip" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), `eventLogs-${id}.zip`);
    const query = page.getByLabel("Query in SQL");
    const result = page.getByRole("region", { name: "Result" });
    await query.fill("SELECT job_id, name FROM job ORDER BY 1");
    await query.press("Control+Enter");
    await hasRows(result, (await api("jobs")).length);
    await page.reload();
    await result.getByRole("link", { name: "0", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Job 0" }).waitFor();
    await page.goBack();
    // A browser logs the 400, so that the answer is made up here.
    await page.route("**/query", (route) =>
      route.fulfill({
        contentType: "application/json",
        body: JSON.stringify({
          error: { kind: "query", message: "no such column: <b>x", line: 1, column: 8, offset: 7 },
        }),
      }),
    );
    await query.fill("SELECT bogus FROM job");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("no such column: <b>x").waitFor();
    await until("the cursor", async () =>
      page.evaluate(() => {
        const area = document.querySelector("textarea");
        return area.value.slice(area.selectionStart, area.selectionEnd) === "bogus";
      }),
    );
    await page.unroute("**/query");
    await query.fill("SELECT printf('%.300c', 'x') AS long");
    await query.press("Control+Enter");
    await page.getByRole("button", { name: /all 300 characters/ }).click();
    const panel = page.getByRole("dialog", { name: "long, row 1" });
    await panel.getByText("x".repeat(300)).waitFor();
    await page.reload();
    await panel.waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    assert.ok(!page.url().includes("cell="), page.url());
  });
}

export async function testKeys(t, { page, base, app }) {
  await t.test("keys lead from the list to a query, and to its neighbours", async () => {
    await page.goto(`${base}/#/`);
    const told = page.getByRole("heading", { level: 1 });
    await page.getByRole("table").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await told.filter({ hasText: "Many <img src=x> things" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    await told.filter({ hasText: "SQL queries" }).waitFor();
    await page.getByRole("searchbox").waitFor();
    await page.keyboard.press("/");
    await until("the filter", () =>
      page.evaluate(() => document.activeElement?.getAttribute("type") === "search"),
    );
    await page.goto(`${base}/${app}/job/1`);
    await page.getByRole("link", { name: "Job 2 ›" }).waitFor();
    await page.keyboard.press("]");
    await told.filter({ hasText: "Job 2" }).waitFor();
    await page.getByRole("link", { name: "‹ Job 1" }).waitFor();
    await page.keyboard.press("[");
    await told.filter({ hasText: "Job 1" }).waitFor();
    await page.goto(`${base}/${app}/executors?executor=driver`);
    const panel = page.getByRole("dialog", { name: "Driver" });
    await panel.getByText("Task slots").waitFor();
    await assertAccessible(page, "executor");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "driver", exact: true }).click();
    await panel.waitFor();
    await page.keyboard.press("Escape");
    await page.goto(`${base}/${app}/job/1`);
    await page.getByRole("group", { name: /W and S zoom/ }).waitFor();
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard" });
    await help.getByText("The one before this").waitFor();
    await help.getByText("Larger, smaller").waitFor();
    await assertAccessible(page, "help");
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
  });
}

export async function testPalette(t, { page, api, visit }) {
  await t.test("the palette finds anything, and sets what a reader prefers", async () => {
    await visit("/jobs", "Jobs");
    const palette = page.getByRole("dialog", { name: "Go to" });
    const take = async (text, option) => {
      await page.keyboard.press("Control+k");
      await palette.getByRole("combobox").fill(text);
      await palette.getByRole("option", { name: option }).first().waitFor();
      await assertAccessible(page, "palette");
      await palette.getByRole("option", { name: option }).first().click();
      await palette.waitFor({ state: "detached" });
    };
    await take("query 0", /^Query 0\b/);
    await page.getByRole("heading", { level: 1, name: "Query 0" }).waitFor();
    await take("many <img", /^Many <img src=x> things/);
    await page.getByRole("heading", { level: 1, name: "Many <img src=x> things" }).waitFor();
    await take("spark.my.password", /^spark\.my\.password: /);
    await page.getByRole("heading", { level: 1, name: "Environment" }).waitFor();
    await take("pool default", /^Pool default$/);
    await page.getByRole("heading", { level: 1, name: "Pool default" }).waitFor();
    await take("utc", "Times in UTC");
    await visit("/job/0", "Job 0");
    const [{ submissionTime }] = [await api("jobs/0")];
    const inUtc = submissionTime.replace("T", " ").replace(/\..*/, "");
    await page.getByText(inUtc).first().waitFor();
    await page.reload();
    await page.getByText(inUtc).first().waitFor();
    await page.getByRole("button", { name: /^Times: UTC/ }).click();
    await page.getByRole("button", { name: /^Times: local/ }).waitFor();
  });
}
