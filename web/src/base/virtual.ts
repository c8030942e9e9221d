/** A column of a table that only has the rows in sight. */
export interface VirtualColumn {
  key: string;
  label: string;
  hint?: string;
  /** In rem; the least for one that grows. */
  width: number;
  grows?: boolean;
  numeric?: boolean;
  /** Sorts with the largest on top first, as numeric ones do. */
  amount?: boolean;
}

/** Which pages of `size` rows hold the rows from `first` to `last`, both included. */
export function pagesOf(first: number, last: number, size: number): number[] {
  const from = Math.floor(Math.max(0, first) / size);
  const to = Math.floor(Math.max(0, last) / size);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
