import type { SortValue } from "./sort";

/**
 * One column of a table. `value` is what it sorts by; absent: it does not sort here (but may on
 * the server).
 */
export interface Column<Row> {
  key: string;
  label: string;
  /** Shown as the heading's tooltip. */
  hint?: string;
  numeric?: boolean;
  /** Sorts with the largest on top first, as numeric ones do. */
  amount?: boolean;
  value?: (row: Row) => SortValue;
  sortable?: boolean;
}

export function isSortable<Row>(column: Column<Row>): boolean {
  return column.sortable ?? column.value !== undefined;
}

/** Numbers start with the largest on top, text with A. */
export function startsDescending<Row>(column: Column<Row>): boolean {
  return column.numeric === true || column.amount === true;
}
