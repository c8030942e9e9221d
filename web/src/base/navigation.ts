import { formatRoute, type Route } from "./route";

/** Changes the address without a new history entry (typing in a search box, sorting a table). */
export function replaceRoute(route: Route): void {
  const hash = formatRoute(route);
  if (hash === location.hash) return;
  history.replaceState(history.state, "", hash);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}
