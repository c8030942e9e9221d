/**
 * An address out of a log that may be offered as a link: of the web, or relative to this page.
 * Anything else (javascript:, data:, file:) gives undefined.
 */
export function safeLink(address: string): string | undefined {
  const text = address.trim();
  if (/^https?:\/\//i.test(text)) return text;
  return /^[/.]?[\w.~/-]*(?:\?|#|$)/.test(text) && !text.startsWith("//") ? text : undefined;
}
