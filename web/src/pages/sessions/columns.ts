import type { ListQuery, Operation, Session, SessionKind } from "../../api/sessions";
import type { Column } from "../../base/columns";
import { parsePaging } from "../../base/paging";
import type { Query } from "../../base/route";
import { parseSort, type Sort } from "../../base/sort";

/** How the pages of the two servers differ in words. */
export interface Wording {
  title: string;
  /** What clients run, in the plural and in the singular. */
  operations: string;
  operation: string;
}

export const wordings: Readonly<Record<SessionKind, Wording>> = {
  connect: { title: "Connect sessions", operations: "requests", operation: "request" },
  thrift: { title: "JDBC/ODBC sessions", operations: "statements", operation: "statement" },
};

const executionHint = "From its start until its result was there, or until it failed";
const durationHint = "From its start until the client closed it, fetching the result included";

/** Sorted by the server: a column's key is the server's name for it. */
export function operationColumns(
  kind: SessionKind,
  ofOneSession: boolean,
): readonly Column<Operation>[] {
  const isConnect = kind === "connect";
  const columns: (Column<Operation> | false)[] = [
    { key: "status", label: "Status", sortable: true },
    { key: "statement", label: isConnect ? "Request" : "Statement", sortable: true },
    { key: "user", label: "User", sortable: true },
    !ofOneSession && { key: "sessionId", label: "Session", sortable: true },
    { key: "startTime", label: "Started", sortable: true },
    { key: "finishTime", label: "Finished", hint: "Fetching its result may follow" },
    { key: "closeTime", label: "Closed", hint: "The client had its result, or did not want it" },
    { key: "executionTime", label: "Execution", hint: executionHint, numeric: true },
    { key: "duration", label: "Duration", hint: durationHint, numeric: true },
    { key: "jobs", label: "Jobs", sortable: false },
    isConnect && { key: "queries", label: "Queries", sortable: false },
    isConnect && { key: "producedRows", label: "Rows", hint: "Rows of its result", numeric: true },
    isConnect && { key: "operationId", label: "Operation" },
    !isConnect && { key: "groupId", label: "Job group" },
    isConnect && {
      key: "tags",
      label: "Session tags",
      hint: "What the client tagged it with",
      sortable: false,
    },
  ];
  return columns.filter((one) => one !== false).map((one) => ({ sortable: true, ...one }));
}

export const operationStatuses = [
  "RUNNING",
  "FINISHED",
  "FAILED",
  "CANCELED",
  "TIMEDOUT",
  "CLOSED",
] as const;

export function sessionColumns(kind: SessionKind): readonly Column<Session>[] {
  const columns: (Column<Session> | false)[] = [
    { key: "id", label: "Session" },
    { key: "user", label: "User" },
    kind === "thrift" && { key: "ip", label: "Client address" },
    { key: "startTime", label: "Opened" },
    { key: "finishTime", label: "Closed" },
    { key: "duration", label: "Duration", numeric: true },
    {
      key: "operations",
      label: kind === "connect" ? "Requests" : "Statements",
      numeric: true,
    },
  ];
  return columns.filter((one) => one !== false).map((one) => ({ sortable: true, ...one }));
}

export const sessionStatuses = ["OPEN", "CLOSED"] as const;

export const latestFirst: Sort = { key: "startTime", descending: true };
export const defaultSize = 100;

/** What the address asks the server for. */
export function listQuery(
  query: Query,
  columns: readonly { key: string; sortable?: boolean }[],
  statuses: readonly string[],
): ListQuery {
  const sortable = columns.filter(({ sortable: can }) => can !== false).map(({ key }) => key);
  const { key: sort, descending } = parseSort(query["sort"], sortable, latestFirst);
  const { page, size } = parsePaging(query["page"], query["size"], defaultSize);
  const status = statuses.find((known) => known.toLowerCase() === query["status"]) ?? "";
  const search = (query["q"] ?? "").trim();
  return { offset: (page - 1) * size, limit: size, sort, descending, search, status };
}

export interface Step {
  label: string;
  time: number;
  /** Since the step before it; undefined for the first. */
  after?: number;
}

/** What happened to an operation, in order of time. */
export function stepsOf(operation: Operation): Step[] {
  const ends: Readonly<Record<string, string>> = {
    FINISHED: "Finished",
    FAILED: "Failed",
    CANCELED: "Canceled",
    TIMEDOUT: "Timed out",
  };
  const told: [string, number | undefined][] = [
    ["Started", operation.startTime],
    ["Compiled", operation.compiledTime],
    ["Ready", operation.readyTime],
    [ends[operation.status] ?? "Ended", operation.finishTime],
    ["Closed", operation.closeTime],
  ];
  const known = told.flatMap(([label, time]) => (time === undefined ? [] : [{ label, time }]));
  return known.map((step, index) => {
    const before = known[index - 1];
    return before ? { ...step, after: Math.max(0, step.time - before.time) } : step;
  });
}
