// A browser as people have it, for the end-to-end tests of the dashboard.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterwards, root, webRequire } from "./support.mjs";

const { chromium } = webRequire("playwright-core");
const axe = readFileSync(webRequire.resolve("axe-core/axe.min.js"), "utf8");

const browserOptions = {
  // Playwright's own where none is named.
  executablePath: process.env.AFTERGLOW_CHROMIUM || undefined,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
};

export async function launchBrowser(t) {
  const browser = await chromium.launch(browserOptions);
  afterwards(t, () => browser.close());
  return browser;
}

// A page whose console must stay silent.
export async function openPage(t, browser, base, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  afterwards(t, async () => {
    await context.close();
    assert.deepEqual(errors, [], "console errors");
  });
  await page.goto(`${base}/`);
  return page;
}

export async function assertAccessible(page, where) {
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

const screenshots = join(root, "build/screenshots");

// For a person to look at.
export async function photograph(page, name) {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}
