import type { Executor } from "@/api/executors";
import { safeLink } from "@/base/links";
import { beside, executorColumns, gcShare } from "@/pages/executors/executor_columns";
import { MemoryLimits, parseSize } from "@/pages/executors/limits";
import { byHost, hostOf, summary } from "@/pages/executors/totals";
import {
  changesByBin,
  coresChart,
  describeChanges,
  parseRange,
  usedShare,
} from "@/pages/executors/usage";

function executor(id: string, hostPort: string, rest: Partial<Executor> = {}): Executor {
  return {
    ...{ id, hostPort, isActive: true, isExcluded: false, totalCores: 2, totalDuration: 1000 },
    ...{ totalGCTime: 100, completedTasks: 3, executorLogs: {} },
    ...rest,
  } as Executor;
}

test.each([
  ["2", { previous: "1", next: "10" }],
  ["10", { previous: "2", next: "driver" }],
  ["driver", { previous: "10", next: undefined }],
  ["7", {}],
])("beside executor %s stand %j", (id, expected) => {
  const all = ["driver", "10", "1", "2"].map((one) => executor(one, "a:1"));
  expect(beside(all, id)).toEqual(expected);
});

const unlimited = new MemoryLimits([], []);
const removed = executor("2", "b:2", { isActive: false });
const all = [executor("driver", "a:1"), executor("1", "a:2"), removed];

test("those that are gone are summed apart, and the driver's time is not task time", () => {
  const rows = summary(all);
  expect(rows.map(({ label, active }) => [label, active])).toEqual([
    ["Active", 2],
    ["Removed", 0],
    ["All", 2],
  ]);
  expect(rows[2]).toMatchObject({ cores: 6, completedTasks: 9, taskTime: 2000, gcTime: 200 });
  expect(summary([executor("1", "a:2")]).map(({ label }) => label)).toEqual(["All"]);
  expect(gcShare(executor("driver", "a:1"))).toBeUndefined();
  expect(gcShare(removed)).toBe(0.1);
});

test("executors of one host stand together, whatever their ports", () => {
  expect(byHost(all).map(({ label, cores }) => [label, cores])).toEqual([
    ["a", 4],
    ["b", 2],
  ]);
  expect(hostOf(executor("1", "[::1]:7337"))).toBe("[::1]");
});

test("peak columns are those that something was measured for, the heap always", () => {
  const keys = (peakMemoryMetrics: Record<string, number>) =>
    executorColumns("peaks", [executor("1", "a:1", { peakMemoryMetrics })], unlimited).map(({ key }) => key);
  expect(keys({})).toEqual(["id", "status", "host", "JVMHeapMemory"]);
  expect(keys({ JVMHeapMemory: 1, DirectPoolMemory: 0, MajorGCTime: 5 })).toEqual([
    ...["id", "status", "host", "JVMHeapMemory", "MajorGCTime"],
  ]);
});

test("every column set has columns of its own, and everything has them all", () => {
  const logged = [executor("1", "a:1", { executorLogs: { stdout: "http://a/" } })];
  const keysOf = (set: Parameters<typeof executorColumns>[0]) =>
    executorColumns(set, logged, unlimited).map(({ key }) => key);
  const everything = keysOf("all");
  expect(new Set(everything).size).toBe(everything.length);
  for (const set of ["work", "memory", "limits", "peaks", "life"] as const) {
    expect(keysOf(set)).toContain("logs");
    for (const key of keysOf(set)) expect(everything).toContain(key);
  }
});

test.each([
  ["http://host:8081/logPage/?x=1", true],
  ["HTTPS://host/", true],
  ["/logs/stdout", true],
  ["logs/stdout?a=b:c", true],
  ["javascript:alert(1)", false],
  [" data:text/html,x", false],
  ["//elsewhere/", false],
  ["file:///etc/passwd", false],
])("safeLink(%s)", (address, safe) => expect(safeLink(address) !== undefined).toBe(safe));

const MiB = 1024 * 1024;

test.each([
  ["2g", MiB, 2048 * MiB],
  ["512", MiB, 512 * MiB],
  ["512mb", MiB, 512 * MiB],
  ["1 GiB", 1, 1024 * MiB],
  ["100b", MiB, 100],
  ["100", 1, 100],
  ["1.5g", MiB, undefined],
  ["lots", MiB, undefined],
  [undefined, MiB, undefined],
])("parseSize(%s, %s)", (text, unit, size) => expect(parseSize(text, unit)).toBe(size));

const peaks = {
  JVMHeapMemory: 100 * MiB,
  JVMOffHeapMemory: 30 * MiB,
  DirectPoolMemory: 10 * MiB,
  OffHeapUnifiedMemory: 5 * MiB,
  ProcessTreeJVMRSSMemory: 300 * MiB,
  ProcessTreePythonRSSMemory: 50 * MiB,
};
const measured = executor("1", "a:1", { peakMemoryMetrics: peaks, resourceProfileId: 0 });

test.each([
  ["heap", [], { used: 100 * MiB, limit: 1024 * MiB }],
  ["heap", [["spark.executor.memory", "2g"]], { used: 100 * MiB, limit: 2048 * MiB }],
  [
    "heap",
    [
      ["spark.master", "local[2]"],
      ["spark.driver.memory", "3g"],
    ],
    { used: 100 * MiB, limit: 3072 * MiB },
  ],
  ["overhead", [], { used: 40 * MiB }],
  ["overhead", [["spark.master", "yarn"]], { used: 40 * MiB, limit: 384 * MiB }],
  [
    "overhead",
    [
      ["spark.master", "k8s://x"],
      ["spark.executor.memory", "10g"],
    ],
    { used: 40 * MiB, limit: 1024 * MiB },
  ],
  ["offheap", [["spark.memory.offHeap.size", "64m"]], { used: 5 * MiB }],
  [
    "offheap",
    [
      ["spark.memory.offHeap.enabled", "true"],
      ["spark.memory.offHeap.size", "67108864"],
    ],
    { used: 5 * MiB, limit: 64 * MiB },
  ],
  ["python", [["spark.executor.pyspark.memory", "200m"]], { used: 50 * MiB, limit: 200 * MiB }],
  ["process", [["spark.master", "yarn"]], { used: 350 * MiB, limit: 1408 * MiB }],
  ["unified", [], undefined],
] as const)("%s memory, with %j", (kind, settings, use) => {
  expect(new MemoryLimits(settings, []).use(measured, kind)).toEqual(use);
});

test("what a resource profile asks for beats the settings, but not for the driver", () => {
  const profile = {
    id: 0,
    executorResources: { memory: { resourceName: "memory", amount: 4096 } },
    taskResources: {},
  };
  const limits = new MemoryLimits([["spark.executor.memory", "2g"]], [profile]);
  expect(limits.heap(measured)).toBe(4096 * MiB);
  expect(limits.heap({ ...measured, id: "driver" })).toBe(1024 * MiB);
  expect(limits.use(executor("2", "b:1"), "heap")).toBeUndefined();
});

const usage = {
  ...{ from: 1000, to: 1200, bins: 2, binWidth: 100 },
  ...{ allocated: [4, 2], busy: [1, 2], executors: [2, 1.2], added: [1, 0], removed: [0, 1] },
};

test("cores are steps that end with the last bin, and idle is what is not busy", () => {
  const { chart, times } = coresChart(usage);
  expect(times).toEqual([1000, 1100, 1200]);
  expect(chart.series.map(({ label, values }) => [label, values])).toEqual([
    ["Busy", [1, 2, 2]],
    ["Idle", [3, 0, 0]],
  ]);
  expect(usedShare(usage)).toBe(0.5);
  expect(usedShare({ ...usage, allocated: [0, 0] })).toBeUndefined();
});

test("who came and went is told with the reasons, but for the driver", () => {
  const at = (time: number) => new Date(time).toISOString().replace("Z", "GMT");
  const changes = changesByBin(
    [
      executor("driver", "a:1", { addTime: at(1000) }),
      executor("1", "a:1", { addTime: at(1010) }),
      executor("2", "a:1", {
        ...{ addTime: at(900), removeTime: at(1199), removeReason: "Container killed" },
      }),
    ],
    usage,
  );
  expect([...changes.keys()]).toEqual([0, 1]);
  expect(describeChanges(usage, changes, 0)).toBe("2 executors there; added 1");
  expect(describeChanges(usage, changes, 1)).toBe("1 executor there; removed 2. Container killed");
});

test.each([
  ["1", "2", [1, 2]],
  ["2", "1", undefined],
  ["x", "1", undefined],
  [undefined, "1", undefined],
])("parseRange(%s, %s)", (from, to, range) => expect(parseRange(from, to)).toEqual(range));
