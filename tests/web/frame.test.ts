import { type AppRoute, type GlobalRoute, parseRoute } from "@/base/route";
import { globalPlaceOf, globalStepsOf, placeOf, shownSections, stepsOf } from "@/pages/frame/steps";

test.each([
  ["#/app/a/-", "overview", []],
  ["#/app/a/-/jobs?q=x", "jobs", ["Jobs"]],
  ["#/app/a/-/job/7", "jobs", ["Jobs", "Job 7"]],
  ["#/app/a/-/stage/3/0", "stages", ["Stages", "Stage 3"]],
  ["#/app/a/-/stage/3/1", "stages", ["Stages", "Stage 3 attempt 1"]],
  ["#/app/a/-/streaming/68bcc62a-e686", "streaming", ["Streaming", "Run 68bcc62a"]],
  ["#/app/a/-/sql/12", "sql", ["SQL", "Query 12"]],
  ["#/app/a/-/storage/5", "storage", ["Storage", "RDD 5"]],
])("%s stands in %s", (hash, section, labels) => {
  const route = parseRoute(hash) as AppRoute;
  expect(placeOf(route).section).toBe(section);
  expect(stepsOf(route).map(({ label }) => label)).toEqual(labels);
});

test("a page that there is nothing for is offered to nobody but who asks for it", () => {
  const offered = (amounts: Record<string, number>, current: "overview" | "storage") =>
    shownSections(amounts, current).includes("storage");
  expect(offered({}, "overview")).toBe(false);
  expect(offered({ storage: 0 }, "overview")).toBe(false);
  expect(offered({ storage: 2 }, "overview")).toBe(true);
  expect(offered({ storage: 0 }, "storage")).toBe(true);
});

test.each([
  ["#/", "applications", ["Applications"]],
  ["#/jobs", "recurring", ["Jobs"]],
  ["#/job/nightly%20*", "recurring", ["Jobs", "nightly *"]],
  ["#/fleet", "fleet", ["Fleet"]],
  ["#/compare?a=x&b=y", "applications", ["Applications", "Comparison"]],
])("%s stands in %s at the top", (hash, section, labels) => {
  const route = parseRoute(hash) as GlobalRoute;
  expect(globalPlaceOf(route)).toBe(section);
  expect(globalStepsOf(route).map(({ label }) => label)).toEqual(labels);
});
