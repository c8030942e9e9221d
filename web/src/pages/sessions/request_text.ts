const query = /^\s*query: "((?:[^"\\]|\\.)*)"/m;
const opening = /^(\s*)(\w+) \{$/;
/** Where a plan's operator has its inputs. */
const inputs: readonly string[] = ["input", "left", "right"];
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
}

/** The operators of a plan in the text form of protobuf, from the outermost on. */
function operators(text: string): string[] {
  const found: string[] = [];
  const around: { indent: number; name: string }[] = [];
  for (const line of text.split("\n")) {
    const match = opening.exec(line);
    if (!match) continue;
    const [, blank = "", name = ""] = match;
    while ((around.at(-1)?.indent ?? -1) >= blank.length) around.pop();
    const parent = around.at(-1)?.name;
    around.push({ indent: blank.length, name });
    if (name === "common" || inputs.includes(name)) continue;
    if (parent === undefined || inputs.includes(parent)) found.push(name);
  }
  return found;
}

/**
 * What a Connect request comes down to: its SQL, or else the operators of its plan. Its whole text
 * is a message of Spark's protocol, of which a list would show the first words only.
 */
export function requestSummary(text: string): string {
  const sql = query.exec(text)?.[1];
  if (sql !== undefined) return unescaped(sql);
  return operators(text).join(" ← ") || text;
}
