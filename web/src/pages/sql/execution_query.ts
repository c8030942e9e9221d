import type { ExecutionQuery, ListedExecution } from "../../api/sql";
import type { Column } from "../../base/columns";
import { parsePaging } from "../../base/paging";
import type { Query } from "../../base/route";
import { parseSort, type Sort } from "../../base/sort";

/** Sorted by the server: a column's key is the server's name for it. */
export const executionColumns: readonly Column<ListedExecution>[] = [
  { key: "id", label: "Query", numeric: true, sortable: true },
  { key: "status", label: "Status", sortable: true },
  { key: "description", label: "Description", sortable: true },
  { key: "submissionTime", label: "Submitted", sortable: true },
  { key: "duration", label: "Duration", numeric: true, sortable: true },
  { key: "jobs", label: "Jobs", sortable: false },
  { key: "queryId", label: "Query id", hint: "As Spark's own logs call it", sortable: false },
];

export const executionSort: Sort = { key: "id", descending: true };
export const executionStatuses = ["RUNNING", "COMPLETED", "FAILED"] as const;
export const defaultExecutionPage = 100;

/** What the address asks the server for. */
export function executionQuery(query: Query): ExecutionQuery {
  const sortable = executionColumns.filter(({ sortable: can }) => can).map(({ key }) => key);
  const { key: sort, descending } = parseSort(query["sort"], sortable, executionSort);
  const { page, size } = parsePaging(query["page"], query["size"], defaultExecutionPage);
  const status = executionStatuses.find((known) => known.toLowerCase() === query["status"]) ?? "";
  const search = (query["q"] ?? "").trim();
  return { offset: (page - 1) * size, limit: size, sort, descending, search, status };
}

/** The ids in "3,7": queries whose parts are shown. */
export function parseOpen(text: string | undefined): Set<number> {
  return new Set((text ?? "").split(",").filter(Boolean).map(Number).filter(Number.isInteger));
}

export function toggleOpen(open: ReadonlySet<number>, id: number): string {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return [...next].sort((a, b) => a - b).join(",");
}
