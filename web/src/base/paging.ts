/** Pages are numbered from 1, as the address shows them. */
export interface Paging {
  page: number;
  size: number;
}

export const pageSizes = [25, 50, 100, 500] as const;

export function parsePaging(
  page: string | undefined,
  size: string | undefined,
  defaultSize: number,
): Paging {
  const number = Number(page);
  const wanted = Number(size);
  return {
    page: Number.isInteger(number) && number > 0 ? number : 1,
    size: (pageSizes as readonly number[]).includes(wanted) ? wanted : defaultSize,
  };
}

export function pageCount(total: number, size: number): number {
  return Math.max(1, Math.ceil(total / size));
}

/** The rows of one page; a page past the end shows the last one. */
export function pageOf<T>(
  rows: readonly T[],
  paging: Paging,
): { rows: readonly T[]; page: number } {
  const page = Math.min(paging.page, pageCount(rows.length, paging.size));
  return { rows: rows.slice((page - 1) * paging.size, page * paging.size), page };
}
