// Sessions of Spark Connect and of JDBC clients: every page of them, in a browser.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { assertAccessible, launchBrowser, openPage, photograph } from "./browser.mjs";
import { writeSessionLog } from "./session_log.mjs";
import { getJson, root, startHistory, temporaryFolder, until } from "./support.mjs";

test("sessions and what clients ran in them", async (t) => {
  const folder = temporaryFolder(t, "events");
  writeSessionLog(folder);
  const base = await startHistory(t, folder);
  const api = (path) => getJson(`${base}/api/dashboard/applications/app-served/${path}`);
  const { operations } = await until("the requests", async () => {
    const page = await api("operations/connect");
    return page.total === 4 && page;
  });
  const failed = operations.find(({ status }) => status === "FAILED");
  const app = "#/app/app-served/-";
  const browser = await launchBrowser(t);
  const page = await openPage(t, browser, base, { viewport: { width: 1440, height: 900 } });
  const visit = async (path, heading, on = page) => {
    await on.goto(`${base}/${app}${path}`);
    await on.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
  };

  const pages = [
    ["connect", "/connect", "Connect sessions"],
    ["connect-sessions", "/connect?show=sessions", "Connect sessions"],
    ["request", `/connect?operation=${encodeURIComponent(failed.id)}`, "Connect sessions"],
    ["connect-session", "/connect/c0ffee00-0000", "Session of ann"],
    ["jdbc", "/jdbc", "JDBC/ODBC sessions"],
    ["jdbc-session", "/jdbc/beef0000-0000?operation=beef0000-0000-1", "Session of jdbc"],
    ["pools", "/pools", "Scheduler pools"],
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

  await t.test("are found by the navigation, and a request by the keyboard", async () => {
    await visit("", "served");
    const sections = page.getByRole("navigation", { name: "Sections" });
    await sections.getByRole("link", { name: /^JDBC/ }).waitFor();
    await sections.getByRole("link", { name: /^Connect/ }).click();
    const rows = page.getByRole("region", { name: "Requests" }).locator("tbody tr:not(.detail)");
    await until("all requests", async () => (await rows.count()) === operations.length);
    await page.getByRole("group", { name: "Status" }).getByText("Failed").click();
    await until("the failed one", async () => (await rows.count()) === 1);
    const link = rows.getByRole("link").first();
    await link.focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "The chosen request" });
    await panel.getByText('sql: "SELECT <i>1</i>"').waitFor();
    await panel.getByText("no <b>such</b> table").first().waitFor();
    await page.reload();
    await panel.getByText(failed.operationId).waitFor();
    await page.keyboard.press("Escape");
    await until("the panel to close", async () => (await panel.count()) === 0);
    assert.match(page.url(), /status=failed/);
  });

  await t.test("keys lead from a session to the next one, and the palette to any", async () => {
    await visit("/jdbc/beef0000-0000", "Session of jdbc");
    await page.getByRole("link", { name: "Session beef0001 ›" }).waitFor();
    await page.keyboard.press("]");
    await page.waitForURL(/beef0001-0000/);
    await page.getByRole("link", { name: "‹ Session beef0000" }).waitFor();
    await page.keyboard.press("[");
    await page.waitForURL(/beef0000-0000/);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("session ann");
    await page.getByRole("option", { name: /^Session c0ffee00-0000: ann/ }).click();
    await page.getByRole("heading", { level: 1, name: "Session of ann" }).waitFor();
  });

  await t.test("Spark's own addresses lead to them", async () => {
    for (const [path, heading] of [
      ["connect/", "Connect sessions"],
      ["connect/session/?id=c0ffee00-0000&userId=ann", "Session of ann"],
      ["sqlserver/", "JDBC/ODBC sessions"],
      ["sqlserver/session/?id=beef0000-0000", "Session of jdbc"],
    ]) {
      await page.goto(`${base}/history/app-served/${path}`);
      await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    }
  });
});

// What the clients of tests/golden/apps/connect.py and jdbc.py did: seen with the numbers of Spark's own pages.
const served = [
  {
    ...{ id: "local-1700000000155", page: "connect", kind: "connect", list: "Requests" },
    statuses: { FINISHED: 6, FAILED: 2, CANCELED: 1 },
    sessions: { ann: 6, "bob <b>": 3 },
    texts: ["SELECT * FROM nowhere", "limit ← read", "write_operation ← local_relation"],
    job: ["Connect request of ann", "a&b <i>"],
  },
  {
    ...{ id: "local-1700000000156", page: "jdbc", kind: "thrift", list: "Statements" },
    statuses: { FINISHED: 3, FAILED: 2, CANCELED: 1, TIMEDOUT: 1 },
    sessions: { ann: 5, bob: 2 },
    texts: ["SELECT raise_error('no <b>such</b> luck') FROM numbers"],
    job: [],
  },
];

test("sessions of real servers", async (t) => {
  const folder = temporaryFolder(t, "events");
  for (const { id } of served) {
    copyFileSync(join(root, `tests/golden/logs/${id}.zstd`), join(folder, `${id}.zstd`));
  }
  const base = await startHistory(t, folder);
  const browser = await launchBrowser(t);
  const page = await openPage(t, browser, base, { viewport: { width: 1440, height: 900 } });
  for (const { id, page: name, kind, list, statuses, sessions, texts, job } of served) {
    await t.test(kind, async () => {
      const api = (path) => getJson(`${base}/api/dashboard/applications/${id}/${path}`);
      const all = Object.values(statuses).reduce((sum, amount) => sum + amount, 0);
      const { counts } = await until("what clients ran", async () => {
        const told = await api(`operations/${kind}`).catch(() => undefined);
        return told?.total === all && told;
      });
      for (const [status, amount] of Object.entries(statuses)) assert.equal(counts[status], amount);
      const told = {};
      for (const { user, operations } of (await api(`sessions/${kind}`)).sessions) {
        told[user] = (told[user] ?? 0) + operations;
      }
      assert.deepEqual(told, sessions);
      await page.goto(`${base}/#/app/${id}/-/${name}`);
      const rows = page.getByRole("region", { name: list }).locator("tbody tr:not(.detail)");
      await until("all of them", async () => (await rows.count()) === all);
      for (const text of texts) await rows.getByRole("link", { name: text }).first().waitFor();
      await photograph(page, `real-${name}-1440-light`);
      await page.goto(`${base}/#/app/${id}/-/jobs`);
      for (const text of job) await page.getByText(text, { exact: true }).first().waitFor();
    });
  }
});
