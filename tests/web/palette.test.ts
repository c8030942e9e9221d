import { apiLinks, globalLinks } from "@/api/links";
import { hrefOfFound } from "@/api/search";
import { bytes } from "@/base/format";
import { Preference, unitPreference, zonePreference } from "@/base/preferences.svelte";
import { type AppRoute, type GlobalRoute, parseRoute, sections } from "@/base/route";
import { dateTime, exactDateTime } from "@/base/time";
import { nameOf, siblingKey } from "@/pages/frame/siblings";
import { foundItem, matching, pageItems, settingItems } from "@/pages/frame/palette_items";

const app = { appId: "a" };

test.each([
  [{ kind: "query", id: "3", label: "x" }, "Query 3: x", "#/app/a/-/sql/3"],
  [{ kind: "job", id: "3", label: "" }, "Job 3", "#/app/a/-/job/3"],
  [
    { kind: "job", id: "4", label: 'Spark Connect - session_id: "e9"\nuser_context {\n  user_id: "bo"\n}\n' },
    "Job 4: Connect request of bo",
    "#/app/a/-/job/4",
  ],
  [{ kind: "stage", id: "3", attempt: 1, label: "m" }, "Stage 3 attempt 1: m", "#/app/a/-/stage/3/1"],
  [{ kind: "executor", id: "7", label: "h:1" }, "Executor 7: h:1", "#/app/a/-/executors?executor=7"],
  [{ kind: "connect", id: "s-1", label: "ada" }, "Session s-1: ada", "#/app/a/-/connect/s-1"],
  [{ kind: "thrift", id: "s-1", label: "" }, "Session s-1", "#/app/a/-/jdbc/s-1"],
  [{ kind: "pool", id: "a b", label: "" }, "Pool a b", "#/app/a/-/pools/a%20b"],
  [{ kind: "property", id: "spark.x", label: "7" }, "spark.x: 7", "#/app/a/-/environment?q=spark.x"],
  [{ kind: "rdd", id: "2", label: "r" }, "RDD 2: r", "#/app/a/-/storage/2"],
  [{ kind: "stream", id: "ab", label: "s" }, "Run ab: s", "#/app/a/-/streaming/ab"],
  [{ kind: "application", id: "b", attemptId: "2", label: "n" }, "n", "#/app/b/2"],
] as const)("%j is offered as %s", (found, label, href) => {
  const item = foundItem(app, found);
  expect(item.label).toBe(label);
  expect(item.href).toBe(href);
  expect(hrefOfFound(app, found)).toBe(href);
});

test("pages and settings are found by their words", () => {
  const items = [...pageItems(app), ...settingItems(() => undefined)];
  const labels = (text: string) => matching(items, text).map(({ label }) => label);
  expect(labels("sql")).toEqual(["SQL"]);
  expect(labels("utc")).toEqual(["Times in UTC"]);
  expect(labels("settings theme")).toEqual(["Light theme", "Dark theme"]);
  expect(labels("keyboard")).toEqual(["Keyboard shortcuts"]);
  expect(pageItems(undefined).map(({ href }) => href)).toEqual(["#/", "#/jobs", "#/fleet"]);
});

test("times and bytes follow what the reader prefers", () => {
  const instant = Date.UTC(2026, 10, 21, 8, 25, 47, 123);
  expect([bytes(1536), bytes(1_500_000), bytes(999)]).toEqual(["1.5 KiB", "1.4 MiB", "999 B"]);
  zonePreference.next();
  unitPreference.next();
  expect(dateTime(instant)).toBe("2026-11-21 08:25:47");
  expect(exactDateTime(instant)).toBe("2026-11-21 08:25:47.123 UTC");
  expect([bytes(1536), bytes(1_500_000), bytes(999)]).toEqual(["1.5 kB", "1.5 MB", "999 B"]);
  zonePreference.next();
  unitPreference.next();
  expect(bytes(1536)).toBe("1.5 KiB");
});

test("a preference is kept where the browser allows it", () => {
  const stored = new Map<string, string>([["a", "two"], ["b", "nonsense"]]);
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  const kept = new Preference("a", ["one", "two"]);
  expect(kept.value).toBe("two");
  kept.next();
  expect(stored.get("a")).toBe("one");
  expect(new Preference("b", ["one", "two"]).value).toBe("one");
  vi.unstubAllGlobals();
});

test.each([
  ["#/app/a/-/job/3", { kind: "job", id: "3" }],
  ["#/app/a/-/stage/3/1", { kind: "stage", id: "3", attempt: 1 }],
  ["#/app/a/-/sql/3", { kind: "query", id: "3" }],
  ["#/app/a/-/storage/3", { kind: "rdd", id: "3" }],
  ["#/app/a/-/streaming/ab", { kind: "stream", id: "ab" }],
  ["#/app/a/-/connect/s-1", { kind: "connect", id: "s-1" }],
  ["#/app/a/-/jdbc/s-1", { kind: "thrift", id: "s-1" }],
  ["#/app/a/-/pools/p", { kind: "pool", id: "p" }],
  ["#/app/a/-/jobs", undefined],
])("%s has %j as its place in a list", (hash, key) => {
  expect(siblingKey(parseRoute(hash) as AppRoute)).toEqual(key);
});

test("a sibling is called what its page is", () => {
  expect(nameOf({ kind: "stage", id: "3", attempt: 1, label: "" })).toBe("Stage 3 attempt 1");
  expect(nameOf({ kind: "stage", id: "3", attempt: 0, label: "" })).toBe("Stage 3");
  expect(nameOf({ kind: "stream", id: "68bcc62a-e686", label: "" })).toBe("Run 68bcc62a");
  expect(nameOf({ kind: "connect", id: "68bcc62a-e686", label: "" })).toBe("Session 68bcc62a");
  expect(nameOf({ kind: "pool", id: "nightly-load", label: "" })).toBe("Pool nightly-load");
});

test("every page says where its numbers come from", () => {
  const tails = [
    ...sections.map((section) => (section === "overview" ? "" : `/${section}`)),
    ...["/job/1", "/stage/1/0", "/sql/1", "/storage/1", "/streaming/x"],
  ];
  for (const tail of tails) {
    const links = apiLinks(parseRoute(`#/app/a%2Fb/2${tail}`) as AppRoute);
    expect(links.length).toBeGreaterThan(0);
    for (const { path } of links) {
      expect(path).toMatch(/^api\/(v1|dashboard)\/applications\/a%2Fb\/2(\/|$)/);
    }
  }
});

test.each([
  ["#/", "api/v1/applications"],
  ["#/jobs", "api/dashboard/jobs"],
  ["#/job/a%2F..%2F%0Ab", "api/dashboard/runs?job=a%2F..%2F%0Ab"],
  ["#/fleet?by=day&user=ada", "api/dashboard/fleet?groupBy=day&limit=1000&user=ada"],
  ["#/compare?a=x&b=y%2F2", "api/dashboard/compare?a=x&b=y%2F2"],
])("%s says where its numbers come from", (hash, path) => {
  expect(globalLinks(parseRoute(hash) as GlobalRoute)[0]?.path).toBe(path);
});
