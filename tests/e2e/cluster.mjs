// A real standalone cluster of Spark's, on free loopback ports: masters that recover from one
// folder, and workers that know all of them.
import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterwards, getJson, run, submitProgram, until } from "./support.mjs";

const host = "127.0.0.1";
// The daemons do little, and there are several of them.
const smallJvm = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

const freePorts = async (count) => {
  const servers = Array.from({ length: count }, () => createServer());
  const listening = servers.map(
    (server) => new Promise((resolve) => server.listen(0, host, () => resolve(server))),
  );
  const ports = (await Promise.all(listening)).map((server) => server.address().port);
  for (const server of servers) server.close();
  return ports;
};

export class StandaloneCluster {
  #processes = new Map();

  // `secretKey`: the REST server wants tokens that are signed with it.
  static async start(test, { masters = 2, workers = 2, secretKey = "" } = {}) {
    const cluster = new StandaloneCluster();
    cluster.folder = mkdtempSync(join(tmpdir(), "afterglow-cluster-"));
    cluster.secretKey = secretKey;
    const ports = await freePorts(masters * 3 + workers);
    cluster.masters = Array.from({ length: masters }, () => ({
      rpc: ports.pop(),
      rest: ports.pop(),
      ui: ports.pop(),
    }));
    const list = (kind) => cluster.masters.map((master) => `${host}:${master[kind]}`).join(",");
    cluster.url = `spark://${list("rpc")}`;
    cluster.conf = [
      ...["--conf", `afterglow.submit.rest.masters=${list("rest")}`],
      ...["--conf", `afterglow.submit.ui.masters=${list("ui")}`],
    ];
    mkdirSync(join(cluster.folder, "recovery"));
    afterwards(test, () => cluster.stop());
    cluster.startMaster(0);
    cluster.workerPorts = ports;
    for (let i = 0; i < workers; ++i) cluster.startWorker(i);
    await cluster.ready(0, workers);
    return cluster;
  }

  #start(name, mainClass, args, variables = {}) {
    const log = createWriteStream(join(this.folder, `${name}.log`));
    const child = spawn(join(process.env.SPARK_HOME, "bin/spark-class"), [mainClass, ...args], {
      env: {
        ...process.env,
        SPARK_LOCAL_IP: host,
        SPARK_LOCAL_HOSTNAME: host,
        SPARK_DAEMON_MEMORY: "256m",
        // Failures of workers are seen sooner than in production.
        SPARK_DAEMON_JAVA_OPTS: `${smallJvm} -Dspark.worker.timeout=8`,
        ...variables,
      },
      detached: true,
    });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    this.#processes.set(name, child);
  }

  startMaster(index) {
    const { rpc, rest, ui } = this.masters[index];
    const jws = "org.apache.spark.ui.JWSFilter";
    const options = [
      "-Dspark.master.rest.enabled=true",
      `-Dspark.master.rest.host=${host} -Dspark.master.rest.port=${rest}`,
      "-Dspark.deploy.recoveryMode=FILESYSTEM",
      `-Dspark.deploy.recoveryDirectory=${join(this.folder, "recovery")}`,
      this.secretKey
        ? `-Dspark.master.rest.filters=${jws} -Dspark.${jws}.param.secretKey=${this.secretKey}`
        : "",
    ];
    this.#start(
      `master${index}`,
      "org.apache.spark.deploy.master.Master",
      ["--host", host, "--port", rpc, "--webui-port", ui],
      { SPARK_MASTER_OPTS: options.join(" ") },
    );
  }

  startWorker(index) {
    this.#start(`worker${index}`, "org.apache.spark.deploy.worker.Worker", [
      ...["--host", host, "--port", this.workerPorts[index], "--webui-port", 0, "--cores", 2, "--memory", "2g"],
      ...["--work-dir", join(this.folder, `work${index}`), this.url],
    ]);
  }

  isUp(name) {
    return this.#processes.has(name);
  }

  // The name of the worker at a port.
  workerAt(port) {
    return `worker${this.workerPorts.indexOf(port)}`;
  }

  state(index) {
    return getJson(`http://${host}:${this.masters[index].ui}/json/`);
  }

  // A master that leads, with as many workers.
  ready(index, workers) {
    return until(
      `master ${index} with ${workers} workers`,
      async () => {
        const state = await this.state(index);
        return state.status === "ALIVE" && state.aliveworkers === workers && state;
      },
      { timeout: 180_000 },
    );
  }

  // Ends a daemon at once, with what it runs.
  async kill(name) {
    const child = this.#processes.get(name);
    this.#processes.delete(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    process.kill(-child.pid, "SIGKILL");
    await ended;
  }

  async stop() {
    await Promise.all([...this.#processes.keys()].map((name) => this.kill(name)));
    // Drivers and executors notice that their worker is gone.
    spawnSync("sleep", ["1"]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  // afterglow-submit with what it takes to reach this cluster.
  submit(args, options = {}) {
    const env = { AFTERGLOW_STATE_DIR: join(this.folder, "state"), ...options.env };
    return run(submitProgram, args, { ...options, env });
  }

  // Options of a submission in cluster mode of a driver and an executor that fit.
  get options() {
    return [
      ...["--master", this.url, "--deploy-mode", "cluster", ...this.conf],
      ...["--driver-memory", "512m", "--executor-memory", "512m", "--total-executor-cores", "1"],
      ...["--conf", "spark.ui.enabled=false"],
    ];
  }
}
