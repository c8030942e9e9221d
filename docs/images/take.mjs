// Takes pictures of the README anew: node docs/images/take.mjs ADDRESS [NAME..]. "applications" and "stage" are of a
// history server that has the logs of tests/golden/logs and one large log (make_log, of `./afterglow bench`),
// "findings" of one that has those of tests/golden/illness/logs.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(join(here, "../../web/"))("playwright-core");
const [address = "http://127.0.0.1:18080", ...names] = process.argv.slice(2);
const ask = async (path) => (await fetch(`${address}/api/v1/applications${path}`)).json();

/** The stage with the most tasks of all, and its application. */
async function largestStage() {
  let largest = { numTasks: 0 };
  for (const { id, attempts } of await ask("")) {
    if (attempts[0].attemptId) continue;
    for (const stage of await ask(`/${id}/stages?details=false&status=complete`)) {
      if (stage.numTasks > largest.numTasks) largest = { ...stage, id };
    }
  }
  return largest;
}

const { id, stageId, attemptId } = await largestStage();
const browser = await chromium.launch({
  executablePath: process.env.AFTERGLOW_CHROMIUM || undefined,
  args: ["--no-sandbox", "--disable-gpu"],
});
const viewport = { width: 1440, height: 900 };
const page = await browser.newPage({ viewport, colorScheme: "light", reducedMotion: "reduce" });
for (const [name, path, ready] of [
  ["applications", "/", "tbody tr td"],
  ["stage", `/app/${id}/-/stage/${stageId}/${attemptId}`, "canvas"],
  ["findings", "/app/illness-skewed-join-sick/-", "h2"],
]) {
  if (names.length > 0 && !names.includes(name)) continue;
  await page.goto(`${address}/#${path}`);
  await page.locator(ready).first().waitFor();
  // A stream of changes stays open, so that the network never rests.
  await page.waitForTimeout(2000);
  if (name === "stage") {
    // What is above the chart has its pictures elsewhere.
    await page.locator("#task-views").evaluate((heading) => heading.scrollIntoView());
    await page.mouse.wheel(0, -80);
    await page.waitForTimeout(500);
  }
  await page.screenshot({ path: join(here, `${name}.png`) });
}
await browser.close();
