import type { TimeView } from "./time_lanes";
import type { Query } from "./route";

/** The part of the time that the address asks for; undefined: all of it. */
export function parsePart(query: Query): TimeView | undefined {
  const from = Number(query["from"] || NaN);
  const to = Number(query["to"] || NaN);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || to <= from) return undefined;
  return { from, to };
}

export function partQuery(part: TimeView | undefined): Query {
  return { from: part ? String(part.from) : "", to: part ? String(part.to) : "" };
}
