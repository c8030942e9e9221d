// afterglow-submit in cluster mode with a real standalone cluster: one for all tests of this file.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { StandaloneCluster } from "./cluster.mjs";
import { run, sleep, submitProgram, temporaryFolder, until } from "./support.mjs";

const application = `import os, sys, time
from pyspark import SparkFiles
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
sc = spark.sparkContext
what = sys.argv[1]
print("master", sc.master, "arguments", sys.argv[2:], flush=True)
if what == "count":
    print("rows", spark.range(100).count())
elif what == "files":
    import helper
    def seen(_):
        import helper
        return helper.word(), open(SparkFiles.get("data.txt")).read(), sorted(os.listdir("unpacked"))
    print("driver", helper.word(), "executor", sc.parallelize([1], 1).map(seen).collect()[0])
elif what == "secret":
    print("secret", sc.getConf().get("spark.example.password"))
    commands = [open(f"/proc/{p}/cmdline", "rb").read() for p in os.listdir("/proc") if p.isdigit()
                and os.path.exists(f"/proc/{p}/cmdline")]
    # The caller's own command is the caller's choice.
    print("in commands", sum(b"hunter2" in command and b"afterglow-submit" not in command
                             for command in commands))
elif what == "fail":
    raise ValueError("no such luck")
elif what == "sleep":
    for i in range(int(sys.argv[2])):
        print("tick", i, flush=True)
        time.sleep(1)
`;

let cluster;
let app;

// What is to be done behind the last test: a hook's own "after" would be behind the hook.
const cleaning = [];
const whole = { after: (clean) => cleaning.push(clean) };

test.before(async () => {
  const folder = temporaryFolder(whole, "cluster-app");
  app = join(folder, "app.py");
  writeFileSync(app, application);
  cluster = await StandaloneCluster.start(whole);
});
test.after(async () => {
  for (const clean of cleaning) await clean();
});

const submit = (args, options) => cluster.submit([...cluster.options, ...args], options);
const idOf = (ended) => ended.stderr.match(/submitted as (driver-\S+)/)?.[1];
const stateOf = async (id) => {
  const ended = await cluster.submit(["status", "--output", "json", id]);
  return ended.code === 0 && JSON.parse(ended.stdout);
};
const logs = async (id, stream = "stdout") =>
  (await cluster.submit(["logs", "--stream", stream, id]))[stream];

// Runs in the background: {id, child, ended, said}, once it was accepted.
async function start(args, more = []) {
  const env = { ...process.env, AFTERGLOW_STATE_DIR: join(cluster.folder, "state") };
  const child = spawn(submitProgram, [...cluster.options, ...more, app, ...args], { env });
  const started = { child, said: "", out: "" };
  child.stderr.on("data", (data) => (started.said += data));
  child.stdout.on("data", (data) => (started.out += data));
  started.ended = new Promise((resolve) => child.on("close", resolve));
  started.id = await until("the submission", () => started.said.match(/submitted as (\S+)/)?.[1]);
  return started;
}

const running = (started) =>
  until(`${started.id} to tick`, async () => (await logs(started.id)).includes("tick 0"), {
    timeout: 90_000,
    every: 500,
  });

test("a Python application that is only on the gateway runs to its end", async () => {
  const ended = await submit([app, "count", "two words", "", 'q"\\'], {});
  assert.equal(ended.code, 0, ended.stderr);
  const id = idOf(ended);
  assert.match(ended.stderr, new RegExp(`${id} RUNNING at 127.0.0.1:\\d+\n.*FINISHED`, "s"));
  const out = await logs(id);
  assert.match(out, /rows 100/);
  assert.ok(out.includes(`master ${cluster.url} arguments ['two words', '', 'q"\\\\']`), out);
  const state = await stateOf(id);
  assert.equal(state.outcome, "finished");
});

test("files, modules and archives of the gateway reach driver and executors", async (t) => {
  const folder = temporaryFolder(t, "files");
  writeFileSync(join(folder, "helper.py"), "def word():\n    return 'helped'\n");
  writeFileSync(join(folder, "data.txt"), "the data");
  writeFileSync(join(folder, "inside"), "");
  const packed = await run("python3", ["-m", "zipfile", "-c", "pack.zip", "inside"], {
    cwd: folder,
  });
  assert.equal(packed.code, 0, packed.stderr);
  const files = [
    ...["--py-files", join(folder, "help*.py"), "--files", join(folder, "data.txt")],
    ...["--archives", `${join(folder, "pack.zip")}#unpacked`],
  ];
  const ended = await submit([...files, app, "files"]);
  const out = await logs(idOf(ended));
  assert.equal(ended.code, 0, ended.stderr + out);
  assert.match(out, /driver helped executor \('helped', 'the data', \['inside'\]\)/);
});

test("a shared folder is used where there is one, and left clean", async (t) => {
  const shared = temporaryFolder(t, "shared");
  const staging = ["--conf", `afterglow.submit.staging.dir=${shared}`];
  const ended = await submit([...staging, app, "count"]);
  assert.equal(ended.code, 0, ended.stderr);
  assert.doesNotMatch(ended.stderr, /serving/);
  const [user] = readdirSync(shared);
  assert.deepEqual(readdirSync(join(shared, user)), []);
});

test("nothing is submitted where the shared folder does not take all files", async (t) => {
  const shared = temporaryFolder(t, "full");
  const large = join(temporaryFolder(t, "large"), "large.bin");
  writeFileSync(large, Buffer.alloc(3_000_000));
  const before = (await cluster.submit(["list"])).stdout;
  const staging = ["--conf", `afterglow.submit.staging.dir=${shared}`, "--files", large];
  // Files may not grow beyond a megabyte: what a full disk says, without one.
  const limited = ["-c", 'ulimit -f 1024; exec "$0" "$@"', submitProgram];
  const ended = await run("bash", [...limited, ...cluster.options, ...staging, app, "count"], {
    env: { AFTERGLOW_STATE_DIR: join(cluster.folder, "state") },
  });
  assert.equal(ended.code, 1, ended.stderr);
  assert.match(ended.stderr, /cannot copy .*File too large; make room.*nothing was submitted/);
  const [user] = readdirSync(shared);
  assert.deepEqual(readdirSync(join(shared, user)), []);
  assert.equal((await cluster.submit(["list"])).stdout, before);
});

test("a jar of the gateway runs, and its exit code is told", async (t) => {
  const folder = temporaryFolder(t, "jar");
  const compiler = await run("which", ["javac"]);
  if (compiler.code !== 0) return t.skip("there is no javac");
  writeFileSync(
    join(folder, "Exits.java"),
    `import org.apache.spark.sql.SparkSession;
public class Exits {
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    System.out.println("rows " + spark.range(7).count());
    System.exit(Integer.parseInt(args[0]));
  }
}
`,
  );
  const jars = join(process.env.SPARK_HOME, "jars/*");
  const compiled = await run("javac", ["-cp", jars, "Exits.java"], { cwd: folder });
  assert.equal(compiled.code, 0, compiled.stderr);
  await run("jar", ["cf", "a b.jar", "Exits.class"], { cwd: folder });
  const jar = join(folder, "a b.jar");
  const ended = await submit(["--class", "Exits", jar, "3"]);
  assert.equal(ended.code, 10, ended.stderr);
  assert.match(await logs(idOf(ended)), /rows 7/);
});

test("a failure is told with its reason", async () => {
  const ended = await submit([app, "fail"]);
  assert.equal(ended.code, 10, ended.stderr);
  assert.match(ended.stderr, /no such luck/);
  assert.match(ended.stderr, /failed: its process ended with an error/);
});

test("a main class that is not there fails, and a jar that the cluster cannot read", async () => {
  const absent = await submit(["--class", "no.such.Main", "spark-internal"]);
  assert.equal(absent.code, 10, absent.stderr);
  const unreadable = await submit(["--class", "X", "http://127.0.0.1:9/absent.jar"]);
  assert.equal(unreadable.code, 11, unreadable.stderr);
  assert.match(unreadable.stderr, /Exception from the cluster/);
});

test("secrets reach the driver, and no command line", async (t) => {
  const ended = await submit(["--conf", "spark.example.password=hunter2", app, "secret"]);
  assert.equal(ended.code, 0, ended.stderr);
  const out = await logs(idOf(ended));
  assert.match(out, /secret hunter2/);
  assert.match(out, /in commands 0/);
  const err = await logs(idOf(ended), "stderr");
  assert.match(err, /Launch Command:/);
  assert.doesNotMatch(err, /hunter2/);
  const state = readFileSync(join(cluster.folder, "state/submissions.db"), "latin1");
  assert.ok(!state.includes("hunter2"), "what is remembered holds no secrets");
});

test("another shell follows, attaches and kills", async () => {
  const first = await start(["sleep", "600"]);
  await running(first);
  const listed = await cluster.submit(["list", "--output", "json"]);
  assert.equal(JSON.parse(listed.stdout)[0].id, first.id);

  first.child.kill("SIGINT");
  assert.equal(await first.ended, 130);
  assert.match(first.said, new RegExp(`detached; ${first.id} goes on`));
  assert.equal((await stateOf(first.id)).state, "RUNNING");

  const timedOut = await cluster.submit(["wait", "--timeout", "1s", first.id]);
  assert.equal(timedOut.code, 15, timedOut.stderr);
  const attached = cluster.submit(["attach", first.id]);
  await sleep(1000);
  const killed = await cluster.submit(["--kill", first.id, "--master", cluster.url, ...cluster.conf]);
  assert.equal(killed.code, 0, killed.stderr);
  const ended = await attached;
  assert.equal(ended.code, 12, ended.stderr);
  assert.match(ended.stdout, /tick 0\ntick 1/);
  const again = await cluster.submit(["kill", first.id]);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /has already finished or does not exist/);
  assert.equal((await cluster.submit(["wait", first.id])).code, 12);
});

test("Ctrl-C kills where it was told to", async () => {
  const started = await start(["sleep", "600"], ["--kill-on-interrupt"]);
  await until("RUNNING", () => started.said.includes("RUNNING"));
  started.child.kill("SIGINT");
  assert.equal(await started.ended, 12, started.said);
});

test("one key submits once, and machines read JSON", async () => {
  const args = ["--idempotency-key", "nightly", "--no-wait", "--output", "json", app, "count"];
  const first = await submit(args);
  assert.equal(first.code, 0, first.stderr);
  const events = first.stdout.trim().split("\n").map((line) => JSON.parse(line));
  const { id } = events.find((event) => event.event === "submitted");
  const second = await submit(["--idempotency-key", "nightly", "--no-wait", "--quiet", app, "count"]);
  assert.equal(second.stdout, `${id}\n`);
  assert.equal(second.stderr, "");
  const waited = await cluster.submit(["wait", "--output", "json", id]);
  assert.equal(waited.code, 0, waited.stderr);
  assert.equal(JSON.parse(waited.stdout.trim().split("\n").at(-1)).outcome, "finished");
});

test("a supervised driver is started again until it is killed", async () => {
  const started = await start(["fail"], ["--supervise"]);
  const launches = async () =>
    (await logs(started.id, "stderr")).split("Launch Command:").length - 1;
  await until("a second launch", async () => (await launches()) >= 2, {
    timeout: 90_000,
    every: 500,
  });
  assert.equal((await stateOf(started.id)).state, "RUNNING");
  await cluster.submit(["kill", started.id]);
  assert.equal(await started.ended, 12, started.said);
});

test("a driver outlives its master, and a worker's end is the driver's", async () => {
  const started = await start(["sleep", "600"]);
  await running(started);
  await cluster.kill("master0");
  await until("the loss", () => started.said.includes("the driver may go on meanwhile"));
  cluster.startMaster(1);
  await until("the new leader", () => started.said.includes("the cluster answers again"), {
    timeout: 90_000,
  });
  await cluster.ready(1, 2);
  await until("RUNNING", async () => (await stateOf(started.id)).state === "RUNNING", {
    timeout: 90_000,
  });

  const port = Number((await stateOf(started.id)).worker.split(":")[1]);
  await cluster.kill(cluster.workerAt(port));
  assert.equal(await started.ended, 11, started.said);
  assert.match(started.said, /lost the worker that it ran on/);
});

const refused = [
  { name: "a master of no known name", rest: "no.such.host.invalid:6066", code: 16, says: /no address .* no\.such\.host\.invalid.*check its name; nothing was submitted/ },
  { name: "a port of nobody", rest: "127.0.0.1:9", code: 16, says: /refuses connections.*nothing was submitted/s },
  { name: "the RPC port", rest: "rpc", code: 17, says: /closed the connection/ },
  { name: "the web interface", rest: "ui", code: 14, says: /not as the REST server of a Spark master/ },
];
for (const { name, rest, code, says } of refused) {
  test(`says what is wrong with ${name}`, async () => {
    const place = rest.includes(":") ? rest : `127.0.0.1:${cluster.masters[1][rest]}`;
    const to = ["--conf", `afterglow.submit.rest.masters=${place}`];
    const ended = await submit([...to, app, "count"]);
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stderr, says);
  });
}

test("a name may be anything", async () => {
  for (const name of ['with "quotes", \\ and\nlines', "n".repeat(100_000)]) {
    const ended = await submit(["--no-wait", "--quiet", "--name", name, app, "count"]);
    assert.equal(ended.code, 0, ended.stderr);
    const id = ended.stdout.trim();
    assert.equal((await stateOf(id)).name, name);
    await cluster.submit(["kill", id]);
  }
});

test("a supervised driver goes on as another one when its worker is lost", async () => {
  const lost = [0, 1].find((index) => !cluster.isUp(`worker${index}`));
  if (lost !== undefined) cluster.startWorker(lost);
  await cluster.ready(1, 2);
  const started = await start(["sleep", "600"], ["--supervise"]);
  await running(started);
  const port = Number((await stateOf(started.id)).worker.split(":")[1]);
  await cluster.kill(cluster.workerAt(port));
  const successor = await until(
    "the successor",
    () => started.said.match(/was lost with its worker, and goes on as (driver-\S+)/)?.[1],
    { timeout: 90_000 },
  );
  assert.notEqual(successor, started.id);
  // It has its files from the same gateway, and is found by its first name.
  await running({ id: successor });
  assert.equal((await stateOf(successor)).state, "RUNNING");
  await cluster.submit(["kill", successor]);
  assert.equal(await started.ended, 12, started.said);
});

test("a master that wants tokens takes those that are signed with its key", async (t) => {
  const secretKey = Buffer.from("a key of at least thirty-two bytes").toString("base64url");
  const guarded = await StandaloneCluster.start(t, { masters: 1, workers: 0, secretKey });
  const folder = temporaryFolder(t, "keys");
  const keyFile = (name, key) => {
    writeFileSync(join(folder, name), `afterglow.submit.rest.secretKey ${key}\n`);
    return ["--properties-file", join(folder, name)];
  };
  const right = keyFile("right.conf", secretKey);
  const wrong = keyFile("wrong.conf", Buffer.alloc(32, "x").toString("base64url"));
  for (const key of [wrong, []]) {
    const ended = await guarded.submit([...guarded.options, ...key, app, "count"]);
    assert.equal(ended.code, 14, ended.stderr);
    assert.match(ended.stderr, /wants another authentication .*nothing was submitted/);
  }
  // So that no process serves files for a cluster that is gone then.
  const staging = ["--conf", `afterglow.submit.staging.dir=${folder}`];
  const accepted = await guarded.submit([
    ...[...guarded.options, ...right, ...staging, "--no-wait", "--quiet", app, "count"],
  ]);
  assert.equal(accepted.code, 0, accepted.stderr);
  const asked = ["--master", guarded.url, ...guarded.conf, ...right];
  const status = await guarded.submit(["status", ...asked, accepted.stdout.trim()]);
  assert.match(status.stdout, /SUBMITTED/, status.stderr);
  const killed = await guarded.submit(["kill", ...asked, accepted.stdout.trim()]);
  assert.equal(killed.code, 0, killed.stderr);
});
