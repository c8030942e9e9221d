import {
  applicationHref,
  compareHref,
  formatRoute,
  isGlobalRoute,
  parseRoute,
  routeIdentity,
  runKey,
  stageHref,
  withQuery,
} from "@/base/route";

test.each([
  ["", { page: "applications", query: {} }],
  ["#/", { page: "applications", query: {} }],
  ["#/?q=a%20b&state=failed", { page: "applications", query: { q: "a b", state: "failed" } }],
  ["#/app/app-1/-", { page: "overview", app: { appId: "app-1" }, query: {} }],
  [
    "#/app/app-1/2/jobs?q=x",
    { page: "jobs", app: { appId: "app-1", attemptId: "2" }, query: { q: "x" } },
  ],
  ["#/app/a%2Fb/-", { page: "overview", app: { appId: "a/b" }, query: {} }],
  [
    "#/app/a/-/stage/3/1",
    { page: "stage", app: { appId: "a" }, stageId: 3, stageAttempt: 1, query: {} },
  ],
  ["#/app/a/-/job/7", { page: "job", app: { appId: "a" }, jobId: 7, query: {} }],
  ["#/app/a/-/storage/7", { page: "rdd", app: { appId: "a" }, rddId: 7, query: {} }],
  ["#/app/a/-/streaming/x-1", { page: "stream", app: { appId: "a" }, runId: "x-1", query: {} }],
  [
    "#/app/a/-/connect/x%2F1",
    { page: "session", app: { appId: "a" }, kind: "connect", sessionId: "x/1", query: {} },
  ],
  [
    "#/app/a/-/jdbc/x",
    { page: "session", app: { appId: "a" }, kind: "thrift", sessionId: "x", query: {} },
  ],
  ["#/app/a/-/pools/a%20b", { page: "pool", app: { appId: "a" }, pool: "a b", query: {} }],
  ["#/app/a/-/sql/12", { page: "execution", app: { appId: "a" }, executionId: 12, query: {} }],
  ["#/app/a/-/sql/x", { page: "unknown", path: "/app/a/-/sql/x", query: {} }],
  ["#/app/a/-/job/x", { page: "unknown", path: "/app/a/-/job/x", query: {} }],
  ["#/app/a/-/jobs/7", { page: "unknown", path: "/app/a/-/jobs/7", query: {} }],
  ["#/app/a/-/nonsense", { page: "unknown", path: "/app/a/-/nonsense", query: {} }],
  ["#/app/a/-/stage/x/1", { page: "unknown", path: "/app/a/-/stage/x/1", query: {} }],
  ["#/app/a", { page: "unknown", path: "/app/a", query: {} }],
  ["#/app/%E0%A4%A/-", { page: "overview", app: { appId: "%E0%A4%A" }, query: {} }],
  ["#/gallery", { page: "gallery", query: {} }],
  ["#/jobs?q=x", { page: "recurring", query: { q: "x" } }],
  ["#/job/a%2Fb%20*", { page: "runs", jobKey: "a/b *", query: {} }],
  ["#/job/a/b", { page: "unknown", path: "/job/a/b", query: {} }],
  ["#/job/", { page: "unknown", path: "/job/", query: {} }],
  ["#/fleet?by=day", { page: "fleet", query: { by: "day" } }],
  ["#/compare?a=x&b=y%2F2", { page: "compare", query: { a: "x", b: "y/2" } }],
  ["#/elsewhere", { page: "unknown", path: "/elsewhere", query: {} }],
])("parseRoute(%s)", (hash, route) => expect(parseRoute(hash)).toEqual(route));

test.each([
  "#/",
  "#/?q=a+b",
  "#/app/a%2Fb%3F/-",
  "#/app/app-1/2/jobs?q=x",
  "#/app/a/-/stage/3/1?sort=-duration",
  "#/app/a/-/executors",
  "#/gallery?q=x",
  "#/app/a/-/job/7",
  "#/app/a/-/sql/12?node=3",
  "#/app/a/-/streaming/x-1?from=1",
  "#/app/a/-/storage/7",
  "#/app/a/-/connect/x%2F1?operation=3",
  "#/app/a/-/jdbc/x",
  "#/app/a/-/pools/a%20b",
  "#/jobs?q=x",
  "#/job/a%2Fb%20*",
  "#/fleet?by=day",
  "#/compare?a=x&b=y%2F2",
])("%s survives parsing and formatting", (hash) =>
  expect(formatRoute(parseRoute(hash))).toBe(hash),
);

test("links name the attempt, or - where there is none", () => {
  expect(applicationHref({ appId: "a b" })).toBe("#/app/a%20b/-");
  expect(stageHref({ appId: "a", attemptId: "2" }, 3, 0)).toBe("#/app/a/2/stage/3/0");
});

test("an empty query value removes its key, and the query is no part of the identity", () => {
  const route = parseRoute("#/app/a/-/jobs?status=failed&q=x");
  expect(formatRoute(withQuery(route, { q: "", sort: "-id" }))).toBe(
    "#/app/a/-/jobs?status=failed&sort=-id",
  );
  expect(routeIdentity(route)).toBe("#/app/a/-/jobs");
});

test("pages about many applications are told from those of one", () => {
  const hashes = ["#/", "#/jobs", "#/job/x", "#/fleet", "#/compare", "#/gallery", "#/app/a/-", "#/x"];
  expect(hashes.map((hash) => isGlobalRoute(parseRoute(hash)))).toEqual([
    ...[true, true, true, true, true],
    ...[false, false, false],
  ]);
});

test("two runs are compared by their ids and attempts", () => {
  expect(compareHref(runKey({ appId: "a" }), runKey({ appId: "b", attemptId: "2" }))).toBe(
    "#/compare?a=a&b=b%2F2",
  );
});
