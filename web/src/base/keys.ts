import type { GlobalSection, Section } from "./route";

/** What a key asks of any page. */
export type Command =
  | { act: "palette" }
  | { act: "help" }
  | { act: "filter" }
  | { act: "row"; step: 1 | -1 }
  | { act: "sibling"; to: "previous" | "next" }
  /** "g" was pressed: a letter follows. */
  | { act: "go" }
  | { act: "open"; page: Section | GlobalSection };

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Which letter follows "g". */
export const goLetters: Readonly<Record<string, Section | GlobalSection>> = {
  a: "applications",
  h: "recurring",
  l: "fleet",
  o: "overview",
  j: "jobs",
  s: "stages",
  q: "sql",
  e: "executors",
  r: "storage",
  n: "environment",
  t: "streaming",
  c: "connect",
  b: "jdbc",
  p: "pools",
  f: "profiles",
  d: "data",
};

/**
 * What a key means. `typing`: it goes into a field, and only the palette's keys mean something;
 * `afterGo`: "g" was pressed just before.
 */
export function commandOf(pressed: Pressed, typing: boolean, afterGo: boolean): Command | undefined {
  const { key, ctrlKey, metaKey, altKey } = pressed;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k") return { act: "palette" };
  if (typing || ctrlKey || metaKey || altKey) return undefined;
  if (afterGo) {
    const page = goLetters[key.toLowerCase()];
    return page && { act: "open", page };
  }
  switch (key) {
    case "?":
      return { act: "help" };
    case "/":
      return { act: "filter" };
    case "j":
      return { act: "row", step: 1 };
    case "k":
      return { act: "row", step: -1 };
    case "[":
      return { act: "sibling", to: "previous" };
    case "]":
      return { act: "sibling", to: "next" };
    case "g":
      return { act: "go" };
    default:
      return undefined;
  }
}
