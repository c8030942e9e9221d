// Every log of tests/golden, every route: what Spark's own history server answers at this moment.
import test from "node:test";
import { compareWithSpark } from "./support.mjs";

test("answers as Spark's own history server does", async (t) => {
  t.diagnostic(await compareWithSpark());
});
