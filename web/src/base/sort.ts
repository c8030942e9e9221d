/** One sorted column; in the address as "duration" (ascending) or "-duration" (descending). */
export interface Sort {
  key: string;
  descending: boolean;
}

/** Text that names no known column gives the fallback. */
export function parseSort(
  text: string | undefined,
  known: readonly string[],
  fallback: Sort,
): Sort {
  if (!text) return fallback;
  const descending = text.startsWith("-");
  const key = descending ? text.slice(1) : text;
  return known.includes(key) ? { key, descending } : fallback;
}

/** "" for the fallback, so that addresses stay short. */
export function formatSort(sort: Sort, fallback: Sort): string {
  if (sort.key === fallback.key && sort.descending === fallback.descending) return "";
  return `${sort.descending ? "-" : ""}${sort.key}`;
}

/** A second press on a column turns it round; a first one starts in the column's own direction. */
export function nextSort(current: Sort, key: string, descendingFirst: boolean): Sort {
  if (current.key === key) return { key, descending: !current.descending };
  return { key, descending: descendingFirst };
}

export function ariaSort(current: Sort, key: string): "ascending" | "descending" | "none" {
  if (current.key !== key) return "none";
  return current.descending ? "descending" : "ascending";
}

export type SortValue = string | number | undefined;

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * A sorted copy: stable, missing values last in both directions, digits in text by value (stage
 * 9 before stage 10).
 */
export function sortRows<T>(
  rows: readonly T[],
  value: (row: T) => SortValue,
  descending: boolean,
): T[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: value(row) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined) {
        return Number(a.key === undefined) - Number(b.key === undefined);
      }
      if (typeof a.key === "number" && typeof b.key === "number") return sign * (a.key - b.key);
      return sign * collator.compare(String(a.key), String(b.key));
    })
    .map(({ row }) => row);
}
