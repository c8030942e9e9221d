// The dashboard below a path of somebody else's host: through a proxy that takes the path off, says it
// in a header, or leaves it on.
import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import test from "node:test";
import { launchBrowser, openPage } from "./browser.mjs";
import { afterwards, getJson, root, startHistory, temporaryFolder, until } from "./support.mjs";

const id = "local-1700000000002";
const path = "/gateway/spark";

// Shows the server at `base` below the path; answers its own base.
async function startProxy(t, base, { strips, headers }) {
  const target = new URL(base);
  const proxy = createServer((from, to) => {
    if (!from.url.startsWith(`${path}/`)) {
      to.writeHead(404).end();
      return;
    }
    const options = {
      ...{ host: target.hostname, port: target.port, method: from.method },
      path: strips ? from.url.slice(path.length) : from.url,
      headers: { ...from.headers, ...headers },
    };
    const asked = request(options, (answer) => {
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    });
    asked.on("error", () => to.destroy());
    from.pipe(asked);
  });
  afterwards(t, () => {
    proxy.close();
    proxy.closeAllConnections();
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return `http://127.0.0.1:${proxy.address().port}${path}`;
}

test("the dashboard works below any path", async (t) => {
  const folder = temporaryFolder(t, "events");
  copyFileSync(join(root, `tests/golden/logs/${id}.zstd`), join(folder, `${id}.zstd`));
  const base = await startHistory(t, folder);
  const fixed = await startHistory(t, folder, temporaryFolder(t, "store"), [
    "--conf",
    `spark.ui.proxyBase=${path}`,
  ]);
  await until("the log", async () => (await getJson(`${base}/api/v1/applications`)).length === 1);
  const browser = await launchBrowser(t);

  for (const [name, server, proxy] of [
    ["a proxy that takes it off", base, { strips: true, headers: {} }],
    ["Knox", base, { strips: true, headers: { "X-Forwarded-Context": path } }],
    ["a proxy that leaves it on", fixed, { strips: false, headers: {} }],
  ]) {
    await t.test(name, async (t2) => {
      const below = await startProxy(t2, server, proxy);
      const page = await openPage(t2, browser, below);
      await page.getByRole("table").getByRole("link").first().click();
      await page.getByRole("navigation", { name: "Sections" }).waitFor();
      await page.goto(`${below}/history/${id}/jobs/job/?id=0`);
      await page.getByRole("heading", { level: 1, name: "Job 0", exact: true }).waitFor();
      assert.ok(page.url().startsWith(`${below}/#/`), page.url());
      await page.goto(`${below}/#/app/${id}/-/data?sql=SELECT+count(*)+AS+jobs+FROM+job`);
      await page.getByRole("region", { name: "Result" }).getByRole("cell").first().waitFor();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download as SQLite file" }).click(),
      ]);
      assert.equal(download.suggestedFilename(), `${id}.db`);
    });
  }

  await t.test("links between pages of a list name what the client sees", async () => {
    const asked = `${base}/api/v1/applications/${id}/stages?length=1`;
    const plain = await fetch(asked);
    const behind = await fetch(asked, { headers: { "X-Forwarded-Context": path } });
    const links = plain.headers.get("Link");
    assert.match(links, /^<\/api\/v1\//);
    assert.equal(behind.headers.get("Link"), links.replaceAll("</api", `<${path}/api`));
  });
});
