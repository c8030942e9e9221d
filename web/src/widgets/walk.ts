/** Moving through whatever page is shown by keys: what there is tells the document itself. */

const rowSelector = "table.data-table tbody tr:not(.detail)";
const filterSelector = 'input[type="search"]';

const isShown = (element: HTMLElement) => element.getClientRects().length > 0;

function find<T extends HTMLElement>(root: ParentNode, selector: string): T[] {
  return [...root.querySelectorAll<T>(selector)].filter(isShown);
}

/** Keys go into a field there. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type)
  );
}

export function focusFilter(root: ParentNode): boolean {
  const [field] = find<HTMLInputElement>(root, filterSelector);
  field?.focus();
  field?.select();
  return field !== undefined;
}

/**
 * The next row of the table that has the focus, else of the page's first one: its link gets the
 * focus, so that Enter opens it.
 */
export function moveRow(root: ParentNode, step: 1 | -1): boolean {
  const current = document.activeElement?.closest<HTMLElement>(rowSelector);
  const table = current?.closest("table") ?? find(root, rowSelector)[0]?.closest("table");
  if (!table) return false;
  const rows = find(table, "tbody tr:not(.detail)");
  const at = current ? rows.indexOf(current) : step > 0 ? -1 : rows.length;
  const row = rows[at + step];
  if (!row) return true;
  const link = row.querySelector<HTMLElement>("a.name") ?? row.querySelector<HTMLElement>("a[href]");
  if (!link) row.tabIndex = -1;
  (link ?? row).focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

/** Follows the link that says that it leads to what stands before or after this page's thing. */
export function followSibling(root: ParentNode, to: "previous" | "next"): boolean {
  const link = root.querySelector<HTMLAnchorElement>(`a[data-sibling="${to}"]`);
  link?.click();
  return link !== null;
}

/** What of all that works on the page that is shown. */
export function possibilities(root: ParentNode) {
  return {
    filter: find(root, filterSelector).length > 0,
    rows: find(root, rowSelector).length > 0,
    siblings: root.querySelector("a[data-sibling]") !== null,
    pan: root.querySelector("[data-pan-keys]") !== null,
  };
}
