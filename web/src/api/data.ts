import type { AppKey } from "../base/route";
import { ApiError } from "./client";
import { dashboardPath, sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

/** Where an application's log and database are. Sizes are bytes. */
export interface DataFacts {
  log: { path: string; bytes: number; bytesRead: number; gone: boolean; lastUpdated: number };
  database: { bytes: number; schemaVersion: number };
  console: { enabled: boolean; maxRows: number; timeout: number };
}

export interface Finding {
  kind: string;
  /** No number is wrong because of it where this is false. */
  matters: boolean;
  count: number;
  text: string;
  first?: string;
}

export interface Completeness {
  complete: boolean;
  inProgress: boolean;
  findings: Finding[];
  counts: Record<string, number>;
  events: { name: string; known: boolean; count: number }[];
}

export type Cell = string | number | null;

export interface QueryError {
  kind: "query" | "time" | "database";
  message: string;
  /** Where in the query it stands; columns and the offset count bytes. */
  line?: number;
  column?: number;
  offset?: number;
}

export interface QueryAnswer {
  columns: string[];
  rows: Cell[][];
  rowCount: number;
  /** There were more rows than the server answers. */
  truncated: boolean;
  milliseconds: number;
  error?: QueryError;
}

export function dataResource(app: AppKey): Resource<DataFacts> {
  return new Resource(() => dashboardPath(app, "data"));
}

export function completenessResource(app: AppKey): Resource<Completeness> {
  return new Resource(() => dashboardPath(app, "completeness"));
}

/** The event log as a zip archive. */
export function logPath(app: AppKey): string {
  return sparkPath(app, "logs");
}

/** The application's database, a SQLite file. */
export function databasePath(app: AppKey): string {
  return dashboardPath(app, "database");
}

/**
 * Asks the application's database. An answer may have both rows and an error that ended them;
 * giving up ends the query at the server, too.
 */
export async function runQuery(
  app: AppKey,
  sql: string,
  signal: AbortSignal,
  fetchFunction: typeof fetch = (...request) => fetch(...request),
): Promise<QueryAnswer> {
  let response: Response;
  try {
    response = await fetchFunction(dashboardPath(app, "query"), {
      method: "POST",
      headers: { "Content-Type": "application/sql", Accept: "application/json" },
      body: sql,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError("unreachable", "The server cannot be reached.");
  }
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.startsWith("application/json")) {
    throw new ApiError("refused", (await response.text()) || `The server said ${response.status}.`);
  }
  const answer = (await response.json()) as Partial<QueryAnswer>;
  return {
    ...{ columns: [], rows: [], rowCount: 0, truncated: false, milliseconds: 0 },
    ...answer,
  };
}
