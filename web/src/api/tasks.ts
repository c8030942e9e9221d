import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";
import type { StageKey } from "./stages";

/**
 * One task attempt, as far as it was asked for. Times in milliseconds, but CPU and shuffle write
 * times in nanoseconds.
 */
export interface Task {
  taskId: number;
  index: number;
  attempt: number;
  status: string;
  executorId: string;
  host: string;
  launchTime: number;
  duration?: number;
  speculative: boolean;
  locality?: string;
  partitionId?: number;
  /** The begin of it, if `errorCut`. */
  error?: string;
  errorCut?: boolean;
  accumulators?: { name?: string; update?: string }[];
  /** Amounts by name. */
  [amount: string]: unknown;
}

export interface TaskPage {
  total: number;
  offset: number;
  tasks: Task[];
}

export type Span = readonly [from: number, to: number];

/** Which tasks; "" and undefined ask for nothing. Spans hold both their ends. */
export interface TaskFilter {
  status: string;
  executor: string;
  host: string;
  /** The key of a cluster of failures. */
  failure: string;
  text: string;
  speculative: boolean;
  launch: Span | undefined;
  duration: Span | undefined;
  alive: Span | undefined;
}

export const everyTask: TaskFilter = {
  status: "",
  executor: "",
  host: "",
  failure: "",
  text: "",
  speculative: false,
  launch: undefined,
  duration: undefined,
  alive: undefined,
};

/** As the server's parameters. */
export function filterParameters(filter: TaskFilter): Record<string, string> {
  const span = (name: string, range: Span | undefined): Record<string, string> =>
    range ? { [`${name}From`]: String(range[0]), [`${name}To`]: String(range[1]) } : {};
  const all = {
    status: filter.status,
    executor: filter.executor,
    host: filter.host,
    failure: filter.failure,
    q: filter.text,
    speculative: filter.speculative ? "true" : "",
    ...span("launch", filter.launch),
    ...span("duration", filter.duration),
    ...span("alive", filter.alive),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

export interface TaskQuery {
  offset: number;
  limit: number;
  sort: string;
  descending: boolean;
  filter: TaskFilter;
  /** The amounts and words that are wanted besides what tells tasks apart. */
  members: readonly string[];
}

const always = [
  ...["taskId", "index", "attempt", "status", "executorId", "host", "launchTime", "duration"],
  ...["speculative", "error", "errorCut"],
];

export function taskPagePath({ app, stageId, stageAttempt }: StageKey, query: TaskQuery): string {
  const members = [...new Set([...always, ...query.members])].map((name) => `tasks.${name}`);
  const search = new URLSearchParams({
    offset: String(query.offset),
    limit: String(query.limit),
    sort: query.sort,
    order: query.descending ? "desc" : "asc",
    ...filterParameters(query.filter),
    fields: ["total", "offset", ...members].join(),
  });
  return dashboardPath(app, `stages/${stageId}/${stageAttempt}/tasks?${search}`);
}

/** One task with all that is known of it. */
export function taskResource({ app, stageId, stageAttempt }: StageKey, id: () => number) {
  return new Resource<TaskPage>(() =>
    dashboardPath(app, `stages/${stageId}/${stageAttempt}/tasks?task=${id()}&errors=full`),
  );
}

export function tasksResource(stage: StageKey, query: () => TaskQuery): Resource<TaskPage> {
  return new Resource(() => taskPagePath(stage, query()));
}
