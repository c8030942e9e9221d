import { safeLink } from "./links";

export interface DescriptionPart {
  text: string;
  href?: string;
}

const piece =
  /<a\s+href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')\s*>([^<>]*)<\/a>|<br\s*\/?>|<\/?span>|([^<>]+)/giy;

/**
 * A job's description, in which Spark allows relative links, <span> and <br>. Anything else with a
 * bracket in it is text as a whole: nothing out of a log becomes markup.
 */
export function descriptionParts(text: string): DescriptionPart[] {
  if (!text.includes("<")) return [{ text }];
  const parts: DescriptionPart[] = [];
  let end = 0;
  for (const match of text.matchAll(piece)) {
    if (match.index !== end) return [{ text }];
    end += match[0].length;
    const [, quoted, single, label, plain] = match;
    const address = quoted ?? single;
    if (address !== undefined) {
      const href = address.startsWith("/") ? safeLink(address) : undefined;
      if (href === undefined) return [{ text }];
      parts.push({ text: label || address, href });
    } else if (plain !== undefined) parts.push({ text: plain });
    else if (/^<br/i.test(match[0])) parts.push({ text: " " });
  }
  return end === text.length && parts.length > 0 ? parts : [{ text }];
}

const connect =
  /^Spark Connect - session_id: "[^"]*"\s+user_context \{\s+user_id: "((?:[^"\\]|\\.)*)"\s+\}(?:\s+plan \{\s+command \{\s+(\w+(?:\.\.\.)?))?/;

/**
 * What a list shows of a job, stage or query. That of a Connect request is a message of Spark's
 * protocol, cut before it says anything: told is who asked, and for which command.
 */
export function listedDescription(text: string | undefined): string {
  const known = text?.trim() ?? "";
  const request = connect.exec(known);
  if (!request) return known;
  const [, user = "", command] = request;
  return `Connect request of ${user}${command ? `: ${command.replace("...", "…")}` : ""}`;
}
