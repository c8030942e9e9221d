// afterglow-submit with a real Spark: what the driver does is what the caller sees.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { submit, temporaryFolder } from "./support.mjs";

const quiet = ["--master", "local[1]", "--conf", "spark.ui.enabled=false"];

test("a driver's exit code, output and arguments are its own", async (t) => {
  const folder = temporaryFolder(t, "submit");
  const application = join(folder, "echo.py");
  writeFileSync(
    application,
    `import json, sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
conf = spark.sparkContext.getConf()
print(json.dumps({
    "arguments": sys.argv[1:],
    "rows": spark.range(10).count(),
    "name": spark.sparkContext.appName,
    "secret": conf.get("spark.example.password"),
    "parts": conf.get("spark.sql.shuffle.partitions"),
}))
spark.stop()
sys.exit(7)
`,
  );
  const defaults = join(folder, "defaults.conf");
  writeFileSync(defaults, "spark.sql.shuffle.partitions 5\n");
  const words = ["--conf", "two words", "", "ü ☃ \"quoted\" $HOME", "--name=x"];
  const ended = await submit([
    ...quiet,
    ...["--name", "Echo", "--properties-file", defaults],
    ...["--conf", "spark.example.password=hunter2", application, ...words],
  ]);
  assert.equal(ended.code, 7, ended.stderr);
  assert.deepEqual(JSON.parse(ended.stdout), {
    arguments: words,
    rows: 10,
    name: "Echo",
    secret: "hunter2",
    parts: "5",
  });
});

test("an exception in the application is exit code 1", async (t) => {
  const application = join(temporaryFolder(t, "submit"), "broken.py");
  writeFileSync(application, 'raise ValueError("no such luck")\n');
  const ended = await submit([...quiet, application]);
  assert.equal(ended.code, 1);
  // Spark puts the output of a Python driver, errors included, on standard output.
  assert.match(ended.stdout, /ValueError: no such luck/);
});

test("a missing main class is Spark's exit code 101", async () => {
  const ended = await submit([...quiet, "--class", "no.such.Main", "spark-internal"]);
  assert.equal(ended.code, 101, ended.stderr);
});

const wrong = [
  { args: [...quiet, "--driver-memry", "1g", "a.py"], says: /--driver-memry.*mean --driver-memory/ },
  { args: [...quiet, "/no/such/app.py"], says: /\/no\/such\/app\.py/ },
  { args: ["--master", "yarn", "a.py"], says: /not supported yet/ },
  { args: [...quiet, "--conf", "broken", "a.py"], says: /--conf/ },
];
for (const { args, says } of wrong) {
  test(`says what is wrong with: ${args.slice(-3).join(" ")}`, async () => {
    const ended = await submit(args);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, says);
  });
}

test("says what to do where no Spark is found", async () => {
  const env = { SPARK_HOME: "/no/such/spark" };
  const ended = await submit([...quiet, "a.py"], { env });
  assert.equal(ended.code, 1);
  assert.match(ended.stderr, /\/no\/such\/spark/);
});

test("a command that is misspelt is told from an application", async () => {
  const ended = await submit(["lgos", "0001"]);
  assert.equal(ended.code, 1);
  assert.match(ended.stderr, /"lgos" is neither a command \(.*logs.*\) nor an application file/);
});

test("cluster mode is shown and checked on a gateway without Spark and Java", async (t) => {
  const folder = temporaryFolder(t, "gateway");
  const application = join(folder, "app.py");
  writeFileSync(application, "");
  writeFileSync(join(folder, "spark-defaults.conf"), "spark.master spark://127.0.0.1:9\n");
  const env = { PATH: folder, SPARK_CONF_DIR: folder };
  for (const name of ["SPARK_HOME", "JAVA_HOME", "VIRTUAL_ENV", "PYSPARK_PYTHON"]) env[name] = "";
  const args = ["--deploy-mode", "cluster", "--conf", "spark.master.rest.port=9", application];
  const shown = await submit(["--dry-run", ...args], { env });
  assert.equal(shown.code, 0, shown.stderr);
  assert.match(shown.stdout, /POST http:\/\/127\.0\.0\.1:9\/v1\/submissions\/create/);
  assert.doesNotMatch(shown.stdout, /^(Spark|Java) /m);
  const checked = await submit(["--check", ...args], { env });
  assert.match(checked.stdout, /^wrong: 127\.0\.0\.1:9 refuses connections.*take submissions.*\n$/);
  const client = await submit(["--check", application], { env });
  assert.match(client.stdout, /wrong: .*Spark/);
});
