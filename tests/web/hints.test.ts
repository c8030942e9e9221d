import { stageHints } from "@/base/hints";

const calm = { runTime: 100_000, gcTime: 500, diskSpilled: 0, failedTasks: 0, finishedTasks: 100 };
const mebibyte = 1024 * 1024;

test.each([
  ["nothing", calm, []],
  [
    "a straggler",
    { ...calm, medianDuration: 690, maxDuration: 8300 },
    ["The slowest task took 8.3 s: 12x the median of 690 ms."],
  ],
  ["a wide but short spread", { ...calm, medianDuration: 10, maxDuration: 300 }, []],
  [
    "skew",
    { ...calm, medianShuffleRead: 4 * mebibyte, maxShuffleRead: 64 * mebibyte },
    ["One task read 64 MiB of shuffle data: 16x the median of 4 MiB."],
  ],
  [
    "garbage collection",
    { ...calm, gcTime: 20_000 },
    ["20 % of the run time (20 s) went into garbage collection."],
  ],
  [
    "spill",
    { ...calm, diskSpilled: mebibyte },
    ["Tasks spilled 1 MiB to disk: their data did not fit into execution memory."],
  ],
  [
    "retries",
    { ...calm, failedTasks: 25, finishedTasks: 75 },
    ["25 % of the finished task attempts failed."],
  ],
])("%s", (_, facts, texts) => expect(stageHints(facts).map(({ text }) => text)).toEqual(texts));
