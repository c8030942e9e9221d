// The archive of Spark's classes: built by a real Java after a first job, used by the next ones, and
// never in a job's way.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { submit, temporaryFolder, until } from "./support.mjs";

/** How nice the session is in which the archive is built, where Linux shares time among sessions. */
function sessionOfBuilder(cache) {
  for (const process of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${process}/cmdline`, "utf8");
      if (!command.includes(`ArchiveClassesAtExit=${cache}`)) continue;
      return readFileSync(`/proc/${process}/autogroup`, "utf8").trim();
    } catch {
      // It has ended.
    }
  }
  return undefined;
}

test("an archive is built after a first job and used by the next ones", async (t) => {
  const folder = temporaryFolder(t, "archive");
  const application = join(folder, "count.py");
  writeFileSync(
    application,
    `from pyspark.sql import SparkSession
print("rows", SparkSession.builder.getOrCreate().range(10).count())
`,
  );
  const cache = join(folder, "cache");
  const env = { AFTERGLOW_CLASS_ARCHIVE: "true", XDG_CACHE_HOME: cache };
  const args = ["--master", "local[1]", "--conf", "spark.ui.enabled=false", application];
  const succeed = async () => {
    const ended = await submit(args, { env });
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(ended.stdout, "rows 10\n");
    assert.doesNotMatch(ended.stderr, /cds|shared archive|fatal error/i);
  };
  const isUsed = async () =>
    (await submit(["--dry-run", ...args], { env })).stdout.includes("-XX:SharedArchiveFile=");

  assert.equal(await isUsed(), false);
  await Promise.all([succeed(), succeed()]);
  if (existsSync("/proc/self/autogroup")) {
    assert.match(await until("its builder", () => sessionOfBuilder(cache)), / nice 19$/);
  }
  await until("the archive", isUsed, { timeout: 900_000, every: 1000 });
  const archives = join(cache, "afterglow/class-archives");
  const names = readdirSync(archives).filter((name) => !name.endsWith(".lock"));
  assert.equal(names.length, 1, names.join(" "));
  await succeed();

  truncateSync(join(archives, names[0], "classes.jsa"), 1_000_000);
  assert.equal(await isUsed(), false);
  await succeed();
});
