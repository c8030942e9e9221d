// Takes the pictures of docs/findings.md anew, one a rule: node docs/images/take_findings.mjs [RULE..]
//
// Serves the logs of tests/golden/illness/logs with build/bin/afterglow-history, opens for each rule the run of which
// its finding is the most telling, and photographs the finding with what it links to: the tasks of its stage, or its
// place in the plan. A rule that finds nothing in these logs has no picture; those are listed at the end. Which rules
// there are is read in docs/findings.md. AFTERGLOW_CHROMIUM names the browser where Playwright has none of its own.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "../../tests/e2e/browser.mjs";
import { getJson, root, startHistory, temporaryFolder, until } from "../../tests/e2e/support.mjs";

const width = 920;
const largest = 30_000; // bytes of a picture
const tallest = 300; // pixels of what a finding links to
const logs = join(root, "tests/golden/illness/logs");
const pictures = join(root, "docs/images/findings");

const ends = [];
const script = { after: (end) => ends.push(end) };

const document = readFileSync(join(root, "docs/findings.md"), "utf8");
const all = [...document.matchAll(/^### .* \(`([\w-]+)`\)$/gm)].map(([, rule]) => rule);
const asked = process.argv.slice(2);
const rules = all.filter((rule) => asked.length === 0 || asked.includes(rule));

/** Of a run the finding of that rule; the higher its rank, the more it is about that. */
function findingOf(rule, { findings, duration, coreTime }) {
  const place = findings.findIndex((one) => one.rule === rule);
  const finding = findings[place];
  if (!finding) return undefined;
  const share = Math.max(
    finding.recoverableMs / Math.max(1, duration),
    finding.recoverableCoreMs / Math.max(1, coreTime),
  );
  return { finding, rank: share - place };
}

async function runOf(base, rule) {
  const { applications } = await getJson(`${base}/api/dashboard/applications?rule=${rule}`);
  let best;
  for (const { id } of applications) {
    const insights = await getJson(`${base}/api/dashboard/applications/${id}/insights`);
    const found = findingOf(rule, insights);
    if (found && !(best?.rank >= found.rank)) best = { id, ...found };
  }
  return best;
}

const stagePart = "section[aria-labelledby=task-views]";
const coresPart = 'section:has(> .chart[aria-label^="Cores:"])';
const jobsPart = 'section[aria-label="Event timeline"]';

/** What can be seen of the place that a finding links to: its address and the part of the page. */
function placeOf(id, { links }) {
  const app = `/app/${id}/-`;
  const cores = { path: `${app}/executors`, part: coresPart, ready: `${coresPart} canvas` };
  if (links.length === 0) return cores;
  for (const link of links) {
    switch (link.kind) {
      case "node":
        return {
          path: `${app}/sql/${link.executionId}?node=${link.nodeId}`,
          part: ".window[data-pan-keys]",
          ready: "[data-node][aria-pressed=true]",
          around: "[data-node][aria-pressed=true]",
        };
      case "stage":
      case "task":
        return {
          path: `${app}/stage/${link.stageId}/${link.attemptId}?view=lanes`,
          part: stagePart,
          ready: `${stagePart} canvas`,
        };
      case "job":
        return { path: `${app}/jobs`, part: jobsPart, ready: `${jobsPart} canvas, ${jobsPart} svg` };
      case "executor":
      case "host":
        return cores;
    }
  }
  return undefined;
}

async function visit(page, base, path, ready) {
  // From nowhere, so that the page's place and its state are those of the address.
  await page.goto("about:blank");
  await page.goto(`${base}/#${path}`);
  await page.locator(ready).first().waitFor();
  // A stream of changes stays open, so that the network never rests.
  await page.waitForTimeout(1200);
}

/** A part of the page, at most so high: from its top, or with what is to be in its middle. */
async function photograph(page, selector, most, around) {
  const part = page.locator(selector).first();
  // A finding that is asked for has the focus, whose ring is no part of it.
  await page.evaluate(() => document.activeElement?.blur());
  await part.scrollIntoViewIfNeeded();
  const clip = await part.boundingBox();
  const end = clip.y + clip.height;
  clip.height = Math.min(clip.height, most);
  if (around) {
    const middle = await page.locator(around).first().boundingBox();
    const top = middle.y + middle.height / 2 - clip.height / 2;
    clip.y = Math.max(clip.y, Math.min(top, end - clip.height));
  }
  return (await page.screenshot({ clip })).toString("base64");
}

/** One below the other, as a WebP of the best quality that is small enough. */
async function joined(page, images) {
  for (let quality = 0.9; quality > 0.2; quality -= 0.08) {
    const text = await page.evaluate(
      async ([sources, of]) => {
        const parts = await Promise.all(
          sources.map(async (source) => {
            const part = new Image();
            part.src = `data:image/png;base64,${source}`;
            await part.decode();
            return part;
          }),
        );
        const gap = 8;
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(...parts.map((part) => part.width));
        canvas.height = parts.reduce((sum, part) => sum + part.height + gap, -gap);
        const context = canvas.getContext("2d");
        context.fillStyle = "#f6f5f2";
        context.fillRect(0, 0, canvas.width, canvas.height);
        let top = 0;
        for (const part of parts) {
          context.drawImage(part, 0, top);
          top += part.height + gap;
        }
        return canvas.toDataURL("image/webp", of).split(",")[1];
      },
      [images, quality],
    );
    const image = Buffer.from(text, "base64");
    if (image.length <= largest) return image;
  }
  throw new Error("a picture does not get small enough");
}

async function take(page, base, rule, { id, finding }) {
  const card = "details[open]:has(code)";
  await visit(page, base, `/app/${id}/-?finding=${rule}`, card);
  const own = `details[open]:has(p code:text-is("${rule}"))`;
  const images = [await photograph(page, own, 1000)];
  const place = placeOf(id, finding);
  if (place) {
    await visit(page, base, place.path, place.ready);
    images.push(await photograph(page, place.part, tallest, place.around));
  }
  await page.goto("about:blank");
  writeFileSync(join(pictures, `${rule}.webp`), await joined(page, images));
}

try {
  mkdirSync(pictures, { recursive: true });
  const base = await startHistory(script, logs, temporaryFolder(script, "pictures"));
  const amount = readdirSync(logs).length;
  await until("all logs to be read", async () => {
    const { total, unread } = await getJson(`${base}/api/dashboard/applications?length=1`);
    return total >= amount && unread === 0;
  });
  const browser = await launchBrowser(script);
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const missing = [];
  for (const rule of rules) {
    const run = await runOf(base, rule);
    if (!run) {
      missing.push(rule);
      continue;
    }
    await take(page, base, rule, run);
    console.log(`${rule}: ${run.id}`);
  }
  if (missing.length > 0) console.log(`no log has a finding of: ${missing.join(", ")}`);
} finally {
  for (const end of ends.toReversed()) await end();
}
