// The list of applications while logs are written: rows change in place, and nothing moves under a reader.
import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { launchBrowser, openPage } from "./browser.mjs";
import { getJson, startHistory, temporaryFolder, until } from "./support.mjs";

const began = 1_763_700_000_000;
const runs = 250;
const idOf = (number) => `app-20251121000000-${String(number).padStart(4, "0")}`;
const lines = (events) => events.map((event) => `${JSON.stringify(event)}\n`).join("");

function startOf(number) {
  return [
    { Event: "SparkListenerLogStart", "Spark Version": "4.3.0" },
    {
      ...{ Event: "SparkListenerApplicationStart", "App Name": `run ${number}`, User: "ann" },
      ...{ "App ID": idOf(number), Timestamp: began + 60_000 * number },
    },
  ];
}

function writeRun(folder, number) {
  const end = { Event: "SparkListenerApplicationEnd", Timestamp: began + 60_000 * number + 5000 };
  writeFileSync(join(folder, idOf(number)), lines([...startOf(number), end]));
}

test("the list of applications changes in place", async (t) => {
  const folder = temporaryFolder(t, "events");
  for (let number = 0; number < runs; number += 1) if (number !== 120) writeRun(folder, number);
  const live = join(folder, `${idOf(120)}.inprogress`);
  writeFileSync(live, lines(startOf(120)));
  const base = await startHistory(t, folder);
  await until("all runs", async () => {
    const { total, unread } = await getJson(`${base}/api/dashboard/applications`);
    return total === runs && unread === 0;
  });
  const browser = await launchBrowser(t);
  const page = await openPage(t, browser, base, { viewport: { width: 1440, height: 900 } });
  const row = (number) => page.getByRole("row").filter({ hasText: idOf(number) });
  await page.getByRole("link", { name: `run ${runs - 1}`, exact: true }).waitFor();

  // The middle of the list, on the border of two pages of it.
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2.3));
  const link = page.getByRole("link", { name: "run 120", exact: true });
  await until("the running run", async () => {
    if ((await link.count()) > 0) return true;
    await page.evaluate(() => window.scrollBy(0, 200));
    return false;
  });
  await link.focus();
  await row(120).getByText("Running").waitFor();
  await page.evaluate(() => {
    const seen = [...document.querySelectorAll("tr.row")];
    window.element = document.activeElement.closest("tr");
    window.missing = 0;
    new MutationObserver(() => {
      if (seen.some((one) => one.isConnected && one.textContent.includes("Loading…"))) {
        window.missing += 1;
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const place = () => link.evaluate((element) => element.getBoundingClientRect().top);
  const before = await place();

  const stillThere = async () => {
    assert.equal(await link.evaluate((element) => element === document.activeElement), true);
    assert.equal(await row(120).evaluate((element) => element === window.element), true);
    assert.equal(await page.evaluate(() => window.missing), 0, "no row was away");
    assert.ok(Math.abs((await place()) - before) < 2, `${await place()} instead of ${before}`);
  };

  await t.test("a running application's row changes", async () => {
    const job = {
      ...{ Event: "SparkListenerJobStart", "Job ID": 0, "Submission Time": began + 7_201_000 },
      ...{ "Stage Infos": [], "Stage IDs": [], Properties: {} },
    };
    const ended = {
      ...{ Event: "SparkListenerJobEnd", "Job ID": 0, "Completion Time": began + 7_202_000 },
      ...{ "Job Result": { Result: "JobSucceeded" } },
    };
    const end = { Event: "SparkListenerApplicationEnd", Timestamp: began + 7_203_000 };
    appendFileSync(live, lines([job, ended, end]));
    await row(120).getByText("Completed").waitFor();
    await stillThere();
  });

  await t.test("runs that come above do not move what is read", async () => {
    writeRun(folder, runs);
    await until("one more", async () => {
      return (await page.getByText(`${runs + 1} runs`).count()) > 0;
    });
    await until("the reader's place", async () => Math.abs((await place()) - before) < 2);
    await stillThere();
  });

  await t.test("at the top, a new run is seen at once", async () => {
    await page.evaluate(() => window.scrollTo(0, 0));
    writeRun(folder, runs + 1);
    await page.getByRole("link", { name: `run ${runs + 1}`, exact: true }).waitFor();
    assert.equal(await page.evaluate(() => window.scrollY), 0);
  });
});
