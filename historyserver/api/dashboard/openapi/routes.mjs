import { failure, get, one } from "../../v1/openapi/answers.mjs";
import { routes as v1 } from "../../v1/openapi/routes.mjs";

// What every route about several runs has.
const ofRuns = (operation) => ({
  ...operation,
  parameters: [...operation.parameters, "fields", "ifNoneMatch"],
  responses: { ...operation.responses, 304: failure("NotModified"), 500: failure("Failure") },
});
const bad = { 400: failure("BadParameter") };
const notFound = { 404: failure("NotFound") };

export const routes = {
  "/openapi.json": v1["/openapi.json"],
  "/compare": get(
    "compare",
    "insights",
    "Two runs side by side",
    "What is said is said of b: what became of it since a.",
    ["a", "b", "ifNoneMatch", "prefer"],
    {
      200: one("Comparison"),
      304: failure("NotModified"),
      ...bad,
      ...notFound,
      500: failure("Failure"),
      503: failure("StillRead"),
    },
  ),
  "/compare/plan": get(
    "comparePlan",
    "insights",
    "The latest plans of two queries as one tree",
    "Operators that most likely are the same stand together: as little as possible differs.",
    ["a", "b", "queryA", "queryB", "ifNoneMatch", "prefer"],
    {
      200: one("PlanDifference"),
      304: failure("NotModified"),
      ...bad,
      ...notFound,
      500: failure("Failure"),
      503: failure("StillRead"),
    },
  ),
  "/jobs": ofRuns(
    get(
      "jobs",
      "jobs",
      "A page of jobs",
      "",
      ["jobSearch", "regressedJobs", "jobOrder", "offset", "length"],
      { 200: one("JobPage"), ...bad, ...notFound },
    ),
  ),
  "/jobs/{key}": ofRuns(
    get(
      "job",
      "jobs",
      "A job and its runs",
      "A key with a line break or `/../` in it is asked for by `/runs`.",
      ["offset", "historyLength"],
      { 200: one("JobHistory"), ...notFound },
    ),
  ),
  "/runs": ofRuns(
    get(
      "runs",
      "jobs",
      "A job and its runs",
      "Whatever its key.",
      ["ofJob", "offset", "historyLength"],
      { 200: one("JobHistory"), ...bad, ...notFound },
    ),
  ),
  "/fleet": ofRuns(
    get(
      "fleet",
      "fleet",
      "What runs cost, and what of that was wasted",
      "All conditions must be met.",
      [
        "search",
        "status",
        "user",
        "version",
        "name",
        "directory",
        "completeness",
        "job",
        "queue",
        "severity",
        "rule",
        "regression",
        "regressed",
        "from",
        "to",
        "groupBy",
        "groupLimit",
        "coreHour",
        "memoryGiBHour",
        "currency",
      ],
      { 200: one("Fleet"), ...bad, ...notFound },
    ),
  ),
  "/alerts": ofRuns(
    get("alerts", "alerts", "A page of alerts", "The latest first.", ["offset", "length"], {
      200: one("AlertPage"),
      ...notFound,
    }),
  ),
};

// By the path below `/applications/{appId}/`, or below its attempt.
export const appRoutes = {
  insights: get(
    "insights",
    "insights",
    "Why the application was slow",
    "What was found when the log was read to its end, or, while it is read, what is known so far.",
    [],
    { 200: one("Insights"), ...notFound },
  ),
};
