import { type Facet, facets } from "../../api/applications";
import { decodeList, encodeList } from "../../base/lists";
import type { Query } from "../../base/route";
import { parseSort, type Sort } from "../../base/sort";
import { columns, defaultSort } from "./columns";

/** What of the list the address asks for. */
export interface ListView {
  search: string;
  chosen: Readonly<Record<Facet, readonly string[]>>;
  /** Of starts, epoch milliseconds, both included. */
  from?: number;
  to?: number;
  sort: Sort;
}

export function listView(query: Query): ListView {
  const chosen = Object.fromEntries(
    facets.map((facet) => [facet, decodeList(query[facet])]),
  ) as Record<Facet, string[]>;
  return {
    search: query["q"] ?? "",
    chosen,
    ...timeOf("from", query),
    ...timeOf("to", query),
    sort: parseSort(
      query["sort"],
      columns.map(({ key }) => key),
      defaultSort,
    ),
  };
}

function timeOf(key: "from" | "to", query: Query): { from?: number; to?: number } {
  const value = Number(query[key] || NaN);
  return Number.isSafeInteger(value) ? { [key]: value } : {};
}

/** What of the server's answer is wanted, without which page of it. */
export function listPath({ search, chosen, from, to, sort }: ListView): string {
  const parameters = new URLSearchParams();
  if (search.trim() !== "") parameters.set("search", search.trim());
  for (const facet of facets) {
    for (const value of chosen[facet]) parameters.append(facet, value);
  }
  if (from !== undefined) parameters.set("from", String(from));
  if (to !== undefined) parameters.set("to", String(to));
  const key = columns.find((column) => column.key === sort.key)?.sortBy ?? "startTime";
  parameters.set("sortBy", `${sort.descending ? "-" : ""}${key}`);
  return `api/dashboard/applications?${parameters}`;
}

/** Nothing but the order is asked for. */
export function isNarrowed({ search, chosen, from, to }: ListView): boolean {
  return (
    search.trim() !== "" ||
    facets.some((facet) => chosen[facet].length > 0) ||
    from !== undefined ||
    to !== undefined
  );
}

/** Shows everything again. */
export const nothingChosen: Query = Object.fromEntries(
  ["q", "from", "to", ...facets].map((key) => [key, ""]),
);

export function facetQuery(facet: Facet, values: readonly string[]): Query {
  return { [facet]: encodeList(values) };
}
