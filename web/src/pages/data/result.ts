import type { Cell, QueryAnswer } from "../../api/data";
import { type AppKey, executionHref, jobHref, stageHref } from "../../base/route";
import { exactDateTime } from "../../base/time";

/** RFC 4180, as `afterglow-history query` writes it: NULL is nothing, an empty text "". */
export function toCsv({ columns, rows }: Pick<QueryAnswer, "columns" | "rows">): string {
  const text = (value: string) =>
    value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const cell = (value: Cell) => (value === null ? "" : text(String(value)));
  const line = (cells: readonly string[]) => `${cells.join(",")}\r\n`;
  return line(columns.map(text)) + rows.map((row) => line(row.map(cell))).join("");
}

/** A list of objects. Columns of one name are told apart by their place. */
export function toJson({ columns, rows }: Pick<QueryAnswer, "columns" | "rows">): string {
  const names = columns.map((name, index) =>
    columns.indexOf(name) === index ? name : `${name}_${index + 1}`,
  );
  const objects = rows.map((row) =>
    JSON.stringify(Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]))),
  );
  return `[\n${objects.join(",\n")}\n]\n`;
}

/** Columns whose values are numbers, which stand at the right. */
export function numericColumns({ columns, rows }: QueryAnswer): boolean[] {
  return columns.map((_, index) =>
    rows.every((row) => row[index] === null || typeof row[index] === "number"),
  );
}

/** Columns of moments count milliseconds: what that is as people write it. */
export function momentOf(column: string, value: Cell): string | undefined {
  if (typeof value !== "number" || value < 1e11 || !/(_time|^time)$/.test(column)) return undefined;
  return exactDateTime(value);
}

/** The page of what a cell names, by the names of the database's own columns. */
export function hrefOf(
  app: AppKey,
  columns: readonly string[],
  row: readonly Cell[],
  index: number,
): string | undefined {
  const value = row[index];
  if (typeof value !== "number" || value < 0) return undefined;
  const other = (name: string) => {
    const at = columns.indexOf(name);
    return at >= 0 && typeof row[at] === "number" ? row[at] : undefined;
  };
  switch (columns[index]) {
    case "job_id":
      return jobHref(app, value);
    case "stage_id":
    case "max_stage_id":
      return stageHref(app, value, other("stage_attempt") ?? other("max_stage_attempt") ?? 0);
    case "execution_id":
    case "sql_execution_id":
      return executionHref(app, value);
    default:
      return undefined;
  }
}

/** Where in a text a place is that was counted in bytes of UTF-8. */
export function characterAt(text: string, byte: number): number {
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(0, byte)).length;
}
