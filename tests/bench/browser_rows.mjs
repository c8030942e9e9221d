// What a person waits for in a real browser, told to browser_bench.py as one line of JSON:
// browser_rows.mjs BASE-ADDRESS ROW [PATH-OF-THE-PAGE]. Times are milliseconds, sizes bytes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const webRequire = createRequire(fileURLToPath(new URL("../../web/", import.meta.url)));
const { chromium } = webRequire("playwright-core");

const [base, row, path = "/"] = process.argv.slice(2);
const shown = { timeout: 60_000 };
const motionSeconds = 3;

// Frames and long tasks of the page, from its first script on.
function watch() {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
  }).observe({ type: "longtask", buffered: true });
  window.framesUntil = (end) =>
    new Promise((resolve) => {
      const frames = [];
      let last = performance.now();
      const next = (now) => {
        frames.push(now - last);
        last = now;
        if (now < end) requestAnimationFrame(next);
        else resolve(frames.slice(1).sort((a, b) => a - b));
      };
      requestAnimationFrame(next);
    });
}

/** The frames of the page while `move` is called again and again. */
async function framesWhile(page, move) {
  const frames = page.evaluate(
    (seconds) => window.framesUntil(performance.now() + seconds * 1000),
    motionSeconds,
  );
  let over = false;
  frames.finally(() => (over = true));
  for (let step = 0; !over; ++step) {
    await move(step);
    await page.waitForTimeout(15);
  }
  const sorted = await frames;
  return { p95: sorted[Math.floor(sorted.length * 0.95)], longest: sorted.at(-1) };
}

/** Proportional memory of the process that the page runs in. */
async function memoryOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1]));
  return Math.max(...sizes) * 1024;
}

async function visit(page, ready) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  const begun = performance.now();
  await page.goto(`${base}/#${path}`);
  await ready();
  return { time: performance.now() - begun, bytes };
}

const rows = {
  /** An empty browser, until the first applications are there and the page answers a key. */
  async "first-load"(page) {
    return visit(page, async () => {
      await page.locator("tbody tr").first().waitFor(shown);
      await page.keyboard.press("/");
      await page.locator("input:focus").waitFor(shown);
    });
  },

  /** Until the heatmap, the figures and the first tasks are there; then lanes are moved about. */
  async stage(page) {
    const first = await visit(page, async () => {
      await page.locator("canvas").first().waitFor(shown);
      await page.locator("h2", { hasText: "Successful tasks" }).waitFor(shown);
      await page.locator("tbody tr td", { hasText: "Success" }).first().waitFor(shown);
    });
    await page.goto(`${base}/#${path}?view=lanes`);
    const lanes = page.locator("[aria-label*='W and S zoom']");
    await lanes.waitFor(shown);
    await lanes.focus();
    const keys = ["w", "w", "d", "d", "d", "a", "a", "s"];
    const motion = await framesWhile(page, (step) => page.keyboard.press(keys[step % keys.length]));
    return { ...first, ...motion };
  },

  /** The list of applications is scrolled by the wheel, also far at once. */
  async list(page) {
    const first = await visit(page, () => page.locator("tbody tr").first().waitFor(shown));
    await page.mouse.move(700, 500);
    const motion = await framesWhile(page, (step) =>
      page.mouse.wheel(0, step % 20 === 19 ? 200_000 : 400),
    );
    return { ...first, ...motion };
  },

  /** Until the plan is drawn; the longest time that the page did not answer meanwhile. */
  async plan(page) {
    const first = await visit(page, () =>
      page.locator("svg [aria-label][tabindex]").first().waitFor(shown),
    );
    const blocked = await page.evaluate(() => window.longest);
    await page.locator("[aria-label^='Plan:']").hover();
    const motion = await framesWhile(page, (step) => page.mouse.wheel(0, step % 40 < 20 ? -60 : 60));
    return { ...first, blocked, ...motion };
  },
};

const browser = await chromium.launch({
  executablePath: process.env.AFTERGLOW_CHROMIUM || undefined,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const errors = [];
page.on("pageerror", ({ message }) => errors.push(message));
await page.addInitScript(watch);
const measured = await rows[row](page);
if (errors.length > 0) throw new Error(errors.join("; "));
console.log(JSON.stringify({ ...measured, memory: await memoryOf(browser) }));
await browser.close();
