/** The queries that were run in this browser, the latest first. */
const storageKey = "afterglow-queries";
const kept = 50;

export function readHistory(storage: Pick<Storage, "getItem"> = localStorage): string[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** With one more; one that was there before comes to the front. */
export function remember(
  queries: readonly string[],
  sql: string,
  storage: Pick<Storage, "setItem"> = localStorage,
): string[] {
  const next = [sql, ...queries.filter((one) => one !== sql)].slice(0, kept);
  try {
    storage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // Storage is forbidden here, or full: the history lasts as long as the page.
  }
  return next;
}

/** A query in one line. */
export function inOneLine(sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
