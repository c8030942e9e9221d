import type { AppKey } from "../base/route";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

/** Which server's sessions: Spark Connect's, or the Thrift server's for JDBC and ODBC. */
export type SessionKind = "connect" | "thrift";

export interface SessionTotals {
  sessions: number;
  openSessions: number;
  operations: number;
  runningOperations: number;
  /** Not closed: their results are still held. */
  openOperations: number;
  failedOperations: number;
}

/** Times are epoch milliseconds; a duration without an end reaches as far as the log. */
export interface Session {
  id: string;
  user: string;
  /** Of Thrift's only. */
  ip: string;
  startTime: number;
  finishTime?: number;
  duration: number;
  operations: number;
}

export type OperationStatus =
  | "RUNNING"
  | "FINISHED"
  | "FAILED"
  | "CANCELED"
  | "TIMEDOUT"
  | "CLOSED";

/** What a client ran. Texts of lists may be cut; empty ones are of the other kind of server. */
export interface Operation {
  id: string;
  operationId: string;
  sessionId: string;
  user: string;
  userName: string;
  statement: string;
  groupId: string;
  status: OperationStatus;
  /** Spark's word for its last step. */
  state: string;
  startTime: number;
  compiledTime?: number;
  readyTime?: number;
  finishTime?: number;
  closeTime?: number;
  executionTime: number;
  /** Until it was closed. */
  duration: number;
  producedRows?: number;
  error?: string;
  sessionTags: string[];
  jobIds: number[];
  sqlExecutionIds: number[];
}

export interface OperationDetails extends Operation {
  plan: string;
  errorTrace?: string;
}

interface Page {
  /** How many match the search, and of these the status. */
  searched: number;
  total: number;
  counts: Readonly<Record<string, number>>;
}
export interface SessionPage extends Page {
  sessions: Session[];
}
export interface OperationPage extends Page {
  operations: Operation[];
}

export interface ListQuery {
  offset: number;
  limit: number;
  sort: string;
  descending: boolean;
  search: string;
  /** "" for all. */
  status: string;
}

function listPath(app: AppKey, path: string, query: ListQuery, session = ""): string {
  const search = new URLSearchParams({
    offset: String(query.offset),
    limit: String(query.limit),
    sort: query.sort,
    order: query.descending ? "desc" : "asc",
  });
  if (query.search !== "") search.set("q", query.search);
  if (query.status !== "") search.set("status", query.status);
  if (session !== "") search.set("session", session);
  return dashboardPath(app, `${path}?${search}`);
}

export function sessionTotalsResource(app: AppKey): Resource<Record<SessionKind, SessionTotals>> {
  return new Resource(() => dashboardPath(app, "sessions"));
}

export function sessionsResource(
  app: AppKey,
  kind: SessionKind,
  query: () => ListQuery,
): Resource<SessionPage> {
  return new Resource(() => listPath(app, `sessions/${kind}`, query()));
}

export function sessionResource(app: AppKey, kind: SessionKind, id: string): Resource<Session> {
  return new Resource(() => dashboardPath(app, `sessions/${kind}/${encodeURIComponent(id)}`));
}

export function operationsResource(
  app: AppKey,
  kind: SessionKind,
  query: () => ListQuery,
  session = "",
): Resource<OperationPage> {
  return new Resource(() => listPath(app, `operations/${kind}`, query(), session));
}

export function operationResource(
  app: AppKey,
  kind: SessionKind,
  id: () => string,
): Resource<OperationDetails> {
  return new Resource(() =>
    dashboardPath(app, `operations/${kind}/${encodeURIComponent(id())}`),
  );
}
