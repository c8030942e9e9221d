/** The first line that says something, without trailing blanks. */
export function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trimEnd() ?? ""
  );
}

const longLine = 300;

/** All of it on one line, as much as anybody reads there. */
export function condensed(text: string): string {
  const line = text.slice(0, 4 * longLine).replace(/\s+/g, " ").trim();
  return line.length > longLine ? `${line.slice(0, longLine)}…` : line;
}

/** The text does not fit where one line or two belong. */
export function isLong(text: string): boolean {
  return text.trim() !== firstLine(text).trim() || text.length > longLine;
}

const traceback = "Traceback (most recent call last):";
const causedBy = "Caused by: ";

/**
 * What a stack trace comes down to, where its first line does not say: the line that ends the
 * last Python traceback, or else the innermost "Caused by".
 */
export function rootCause(text: string): string | undefined {
  const lines = text.split("\n");
  const python = lines.findLastIndex((line) => line.includes(traceback));
  if (python >= 0) {
    const end = lines.slice(python + 1).find((line) => /^[A-Za-z_]/.test(line));
    if (end !== undefined) return end.trim();
  }
  const java = lines.findLast((line) => line.startsWith(causedBy) && !line.includes(traceback));
  return java?.slice(causedBy.length).trim();
}

/** Every word of the search occurs somewhere in one of the fields, in any case. */
export function matches(search: string, fields: readonly (string | undefined)[]): boolean {
  const haystack = fields
    .filter((field) => field !== undefined)
    .join("\n")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** As one word of a POSIX shell. */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
