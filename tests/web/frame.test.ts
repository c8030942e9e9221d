import { type AppRoute, parseRoute } from "@/base/route";
import { placeOf, stepsOf } from "@/pages/frame/steps";

test.each([
  ["#/app/a/-", "overview", []],
  ["#/app/a/-/jobs?q=x", "jobs", ["Jobs"]],
  ["#/app/a/-/job/7", "jobs", ["Jobs", "Job 7"]],
  ["#/app/a/-/stage/3/0", "stages", ["Stages", "Stage 3"]],
  ["#/app/a/-/stage/3/1", "stages", ["Stages", "Stage 3 attempt 1"]],
])("%s stands in %s", (hash, section, labels) => {
  const route = parseRoute(hash) as AppRoute;
  expect(placeOf(route).section).toBe(section);
  expect(stepsOf(route).map(({ label }) => label)).toEqual(labels);
});
