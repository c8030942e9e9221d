// What reaches a driver through afterglow-submit is what reaches it through spark-submit: a sample of
// the command lines of tests/submit, with drivers that run. The recorded answers for all of them are
// compared by the unit suite.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { root, run, submitProgram } from "./support.mjs";

test("drivers are given what spark-submit gives them", async () => {
  const check = join(root, "tests/submit/check_submit.py");
  const ended = await run("python3", [check, submitProgram, "--live", "8"]);
  assert.equal(ended.code, 0, ended.stdout + ended.stderr);
  assert.match(ended.stdout, /^8 passed, 0 failed$/m);
});
