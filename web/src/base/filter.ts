import { matches } from "./text";

export interface Filter {
  search: string;
  /** "" for all. */
  status: string;
}

/** How rows are searched and grouped. */
export interface Filtering<Row> {
  fields: (row: Row) => readonly (string | undefined)[];
  status?: (row: Row) => string;
}

/** The rows that pass, and how many of the searched ones have each status. */
export function filterRows<Row>(
  rows: readonly Row[],
  { search, status }: Filter,
  filtering: Filtering<Row>,
): { rows: Row[]; counts: Map<string, number>; searched: number } {
  const text = search.trim();
  const found =
    text === "" ? [...rows] : rows.filter((row) => matches(text, filtering.fields(row)));
  const statusOf = filtering.status ?? (() => "");
  const counts = new Map<string, number>();
  for (const row of found) counts.set(statusOf(row), (counts.get(statusOf(row)) ?? 0) + 1);
  return {
    rows: status === "" ? found : found.filter((row) => statusOf(row) === status),
    counts,
    searched: found.length,
  };
}
