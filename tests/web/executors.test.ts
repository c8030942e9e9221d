import type { Executor } from "@/api/executors";
import { safeLink } from "@/base/links";
import { executorColumns, gcShare } from "@/pages/executors/executor_columns";
import { byHost, hostOf, summary } from "@/pages/executors/totals";

function executor(id: string, hostPort: string, rest: Partial<Executor> = {}): Executor {
  return {
    ...{ id, hostPort, isActive: true, isExcluded: false, totalCores: 2, totalDuration: 1000 },
    ...{ totalGCTime: 100, completedTasks: 3, executorLogs: {} },
    ...rest,
  } as Executor;
}

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
    executorColumns("peaks", [executor("1", "a:1", { peakMemoryMetrics })]).map(({ key }) => key);
  expect(keys({})).toEqual(["id", "status", "host", "JVMHeapMemory"]);
  expect(keys({ JVMHeapMemory: 1, DirectPoolMemory: 0, MajorGCTime: 5 })).toEqual([
    ...["id", "status", "host", "JVMHeapMemory", "MajorGCTime"],
  ]);
});

test("every column set has columns of its own, and everything has them all", () => {
  const logged = [executor("1", "a:1", { executorLogs: { stdout: "http://a/" } })];
  const keysOf = (set: Parameters<typeof executorColumns>[0]) =>
    executorColumns(set, logged).map(({ key }) => key);
  const everything = keysOf("all");
  expect(new Set(everything).size).toBe(everything.length);
  for (const set of ["work", "memory", "peaks", "life"] as const) {
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
