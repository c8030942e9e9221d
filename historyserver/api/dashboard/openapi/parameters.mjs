import { parameters as v1 } from "../../v1/openapi/parameters.mjs";
import { flag, int, list, long, number, path, query, text, word } from "../../v1/openapi/words.mjs";
import { fleetGroups, runMetrics, runStates, severities } from "./schemas/names.mjs";

const price = { ...number(), minimum: 0 };
const pageLength = (usual) =>
  query(
    "length",
    { ...int(), default: usual },
    "How many at most. Negative or more than 1,000: 1,000.",
  );
// Conditions on runs; each may stand several times.
const anyOf = (name, schema, description) =>
  query(name, list(schema), `${description} Several: one of them.`, {
    style: "form",
    explode: true,
  });
const run = (name) =>
  query(name, { ...text(), examples: ["app-1", "app-1/2"] }, "A run: `ID` or `ID/ATTEMPT`.", {
    required: true,
  });
const executed = (name, of) =>
  query(name, { ...int(), minimum: 0 }, `The id of an execution of ${of}.`, { required: true });

// Under their names in components/parameters.
export const parameters = {
  appId: v1.appId,
  attemptId: v1.attemptId,
  key: path("key", text(), "Of a job, as in `/jobs`."),
  ofJob: query("job", text(), "The key of a job, as in `/jobs`.", { required: true }),
  fields: v1.fields,
  ifNoneMatch: v1.ifNoneMatch,
  prefer: v1.prefer,

  a: run("a"),
  b: run("b"),
  queryA: executed("queryA", "a"),
  queryB: executed("queryB", "b"),

  offset: query("offset", { ...int(), default: 0 }, "How many to leave out. Negative: 0."),
  length: pageLength(100),
  historyLength: pageLength(200),
  jobSearch: query(
    "search",
    text(),
    "Words, each of which is in the job, or in the user or queue of its last run.",
  ),
  regressedJobs: query(
    "regressed",
    { ...flag(), default: false },
    "Only jobs whose last completed run is worse than those before it.",
  ),
  jobOrder: query(
    "sortBy",
    {
      ...word(
        ["lastRun", "job", "runs", "failed", "medianDuration", "coreTime", "regression"].flatMap(
          (key) => [key, `-${key}`],
        ),
      ),
      default: "-lastRun",
    },
    "What to sort by, with `-` downwards. 400 for others.",
  ),

  search: query(
    "search",
    text(),
    "Words, each of which is somewhere in name, id, attempt, user or version, in any case.",
  ),
  status: anyOf("status", word(runStates), "Runs in this state."),
  user: anyOf("user", text(), "Runs of this user."),
  version: anyOf("version", text(), "Runs by this version of Spark."),
  name: anyOf("name", text(), "Runs of this name."),
  directory: anyOf("directory", text(), "Runs whose log is in this directory."),
  completeness: anyOf(
    "completeness",
    word(["complete", "incomplete", "unknown"]),
    "Runs whose log tells all or not. `unknown`: it has not been read.",
  ),
  job: anyOf("job", text(), "Runs of this job."),
  queue: anyOf("queue", text(), "Runs in this queue of YARN, or namespace in Kubernetes."),
  severity: anyOf(
    "severity",
    word([...severities, "none", "unknown"]),
    "Runs whose worst finding is that severe. `unknown`: the log has not been read to its end.",
  ),
  rule: anyOf("rule", text(), "Runs in which this rule found something."),
  regression: anyOf("regression", word(runMetrics), "Runs that are worse in this than before."),
  regressed: query(
    "regressed",
    { ...flag(), default: false },
    "Only runs that are worse than before in anything.",
  ),
  from: query("from", long(), "Runs that started then or later. In milliseconds since 1970."),
  to: query("to", long(), "Runs that started then or earlier. In milliseconds since 1970."),
  groupBy: query(
    "groupBy",
    { ...word(fleetGroups), default: "user" },
    "What the groups are. `day`: in UTC, of the start. 400 for others.",
  ),
  groupLimit: query(
    "limit",
    { ...int(), default: 100 },
    "How many groups, the most expensive first: 1 to 1,000. Days: all.",
  ),
  coreHour: query("coreHour", price, "The price of an hour of a core, not the configured one."),
  memoryGiBHour: query("memoryGiBHour", price, "The price of a GiB for an hour, likewise."),
  currency: query("currency", text(), "The currency of the prices, likewise."),
};
