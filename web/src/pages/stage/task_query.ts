import { everyTask, type TaskFilter, type TaskQuery } from "../../api/tasks";
import { duration } from "../../base/format";
import { formatSpan, parseSpan } from "../../base/lanes";
import { parsePaging } from "../../base/paging";
import type { Query } from "../../base/route";
import { parseSort } from "../../base/sort";
import { timeOfDay } from "../../base/time";
import { taskSort, taskSortKeys, taskStatuses } from "./task_columns";

export const defaultTaskPage = 50;

/** Which tasks the address asks for. */
export function taskFilter(query: Query): TaskFilter {
  return {
    ...everyTask,
    status: taskStatuses.find((known) => known.toLowerCase() === query["status"]) ?? "",
    executor: query["executor"] ?? "",
    host: query["host"] ?? "",
    failure: query["failure"] ?? "",
    text: query["q"] ?? "",
    speculative: query["speculative"] === "1",
    launch: parseSpan(query["launch"]),
    duration: parseSpan(query["took"]),
    alive: parseSpan(query["alive"]),
  };
}

/** As the address spells it. */
export function filterQuery(filter: TaskFilter): Query {
  return {
    status: filter.status.toLowerCase(),
    executor: filter.executor,
    host: filter.host,
    failure: filter.failure,
    q: filter.text,
    speculative: filter.speculative ? "1" : "",
    launch: formatSpan(filter.launch),
    took: formatSpan(filter.duration),
    alive: formatSpan(filter.alive),
  };
}

/** A picture shows its own axes whole, and what is chosen on them as a mark. */
export function withoutTimes(filter: TaskFilter): TaskFilter {
  return { ...filter, launch: undefined, duration: undefined, alive: undefined };
}

/** What the address asks for. */
export function taskQuery(query: Query, members: readonly string[]): TaskQuery {
  const sort = parseSort(query["sort"], taskSortKeys, taskSort);
  const { page, size } = parsePaging(query["page"], query["size"], defaultTaskPage);
  return {
    offset: (page - 1) * size,
    limit: size,
    sort: sort.key,
    descending: sort.descending,
    filter: taskFilter(query),
    members,
  };
}

/** What the tasks are narrowed down to besides status and text, each with what lets go of it. */
export function filterMarks(filter: TaskFilter): { text: string; without: Query }[] {
  const range = (
    label: string,
    span: readonly [number, number] | undefined,
    format: (value: number) => string,
    key: string,
  ) =>
    span
      ? [{ text: `${label} ${format(span[0])} to ${format(span[1])}`, without: { [key]: "" } }]
      : [];
  const word = (label: string, value: string, key: string) =>
    value ? [{ text: `${label} ${value}`, without: { [key]: "" } }] : [];
  const clock = (value: number) => timeOfDay(value);
  return [
    ...word("Executor", filter.executor, "executor"),
    ...word("Host", filter.host, "host"),
    ...range("Launched", filter.launch, clock, "launch"),
    ...range("Took", filter.duration, duration, "took"),
    ...range("Running", filter.alive, clock, "alive"),
    ...(filter.failure ? [{ text: "One kind of failure", without: { failure: "" } }] : []),
    ...(filter.speculative ? [{ text: "Speculative only", without: { speculative: "" } }] : []),
  ];
}
