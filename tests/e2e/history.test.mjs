// afterglow-history as a program: what it says when it cannot do what it was asked.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import {
  afterwards,
  getJson,
  historyProgram,
  root,
  run,
  startHistory,
  temporaryFolder,
  until,
} from "./support.mjs";

const fails = async (args, says, options) => {
  const ended = await run(historyProgram, args, options);
  assert.equal(ended.code, 1, ended.stdout + ended.stderr);
  assert.match(ended.stderr, says);
  assert.equal(ended.stderr.trim().split("\n").length, 1, `one line: ${ended.stderr}`);
};

test("refuses to start with one clear line", async (t) => {
  const folder = temporaryFolder(t, "events");
  const store = temporaryFolder(t, "store");
  const dirs = ["--dir", folder, "--store", store];
  await fails(["--no-such-option"], /no-such-option.*--help/);
  await fails([...dirs, "surplus"], /surplus|positional/);
  await fails([...dirs, "--port", "seventy"], /port.*'seventy'/);
  await fails(["--dir", join(folder, "absent"), "--store", store], /absent: No such file/);
  await fails(["--dir", "hdfs://nn/logs", "--store", store], /hdfs:\/\/nn\/logs.*local/);
  await fails([...dirs, "--properties-file", join(folder, "no.conf")], /no\.conf/);
  await fails([...dirs, "--conf", "broken"], /'broken' is not KEY=VALUE/);
  writeFileSync(join(folder, "plain"), "");
  await fails(["--dir", folder, "--store", join(folder, "plain", "x")], /store folder/);
});

test("says that a port or a store is taken", async (t) => {
  const folder = temporaryFolder(t, "events");
  const store = temporaryFolder(t, "store");
  const other = createServer().listen(0, "127.0.0.1");
  afterwards(t, () => other.close());
  await until("the port", () => other.address());
  const port = String(other.address().port);
  await fails(["--dir", folder, "--store", store, "--port", port], /cannot listen on.*in use/);
  const base = await startHistory(t, folder, store);
  await fails(["--dir", folder, "--store", store, "--port", "0"], /in use by another/);
  assert.deepEqual(await getJson(`${base}/api/v1/applications`), []);
});

test("lists a new log within two seconds, keeps a removed one, and survives a lost folder", async (t) => {
  const folder = join(temporaryFolder(t, "events"), "logs");
  mkdirSync(folder);
  const base = await startHistory(t, folder);
  const golden = join(root, "tests/golden/logs");
  const log = readdirSync(golden).find((name) => name.endsWith(".zstd"));
  copyFileSync(join(golden, log), join(folder, log));
  const applications = () => getJson(`${base}/api/v1/applications`);
  await until("the new log", async () => (await applications()).length === 1, { timeout: 2_000 });
  // What was listed from its ends alone goes with its log: this answer comes once all was read.
  await getJson(`${base}/api/v1/applications/${(await applications())[0].id}/jobs`);
  rmSync(join(folder, log));
  const dashboard = () => getJson(`${base}/api/dashboard/applications`);
  await until("its removal", async () => (await dashboard()).applications[0].logGone, {
    timeout: 2_000,
  });
  assert.equal((await applications()).length, 1);
  rmSync(folder, { recursive: true });
  const { server } = await until("the error", async () => {
    const answer = await dashboard();
    return answer.server.directories[0].error && answer;
  });
  assert.match(server.directories[0].error, /No such file/);
});

test("stops although a client does not take its answer", async (t) => {
  const folder = temporaryFolder(t, "events");
  const log = join(folder, "local-1700000000003");
  copyFileSync(join(root, "tests/golden/logs/local-1700000000003"), log);
  const noise = randomBytes(500_000);
  for (let i = 0; i < 40; i++) {
    noise.writeUInt32LE(i * 2_654_435, 0);
    appendFileSync(log, `{"Event":"other.Unknown","x":"${noise.toString("base64")}${i}"}\n`);
  }
  const options = ["--dir", folder, "--store", temporaryFolder(t, "store"), "--port", "0"];
  const server = spawn(historyProgram, options, { stdio: ["ignore", "ignore", "pipe"] });
  afterwards(t, () => server.kill("SIGKILL"));
  let said = "";
  server.stderr.on("data", (data) => (said += data));
  const port = await until("the server", () => said.match(/serving http:\S+:(\d+)\//)?.[1]);
  const base = `http://127.0.0.1:${port}/api/v1/applications`;
  await until("the log", async () => (await getJson(base)).length === 1);
  const client = connect(Number(port), "127.0.0.1");
  afterwards(t, () => client.destroy());
  client.on("error", () => {});
  client.write("GET /api/v1/applications/local-1700000000003/logs HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(client, "data");
  client.pause();
  const ended = once(server, "exit", { signal: AbortSignal.timeout(30_000) });
  server.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});
