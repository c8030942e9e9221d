/**
 * Hash routes: what the address bar says, as a value and back. Spelled `#/path?query`; "-"
 * stands for "no attempt id".
 */

export type Query = Readonly<Record<string, string>>;

export type Route =
  | { page: "applications"; query: Query }
  | { page: "application"; app: AppKey; query: Query }
  | { page: "stage"; app: AppKey; stageId: number; stageAttempt: number; query: Query }
  | { page: "unknown"; path: string; query: Query };

export interface AppKey {
  appId: string;
  attemptId?: string;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = split(hash.replace(/^#/, ""), "?");
  const query: Query = Object.fromEntries(new URLSearchParams(search));
  const segments = path.split("/").slice(1).map(decode);
  if (path === "" || path === "/") return { page: "applications", query };
  const [root, appId, attempt, kind, stageId, stageAttempt] = segments;
  if (root === "app" && appId && attempt) {
    const app: AppKey = attempt === "-" ? { appId } : { appId, attemptId: attempt };
    if (segments.length === 3) return { page: "application", app, query };
    if (segments.length === 6 && kind === "stage" && isNumber(stageId) && isNumber(stageAttempt)) {
      return {
        page: "stage",
        app,
        stageId: Number(stageId),
        stageAttempt: Number(stageAttempt),
        query,
      };
    }
  }
  return { page: "unknown", path, query };
}

export function formatRoute(route: Route): string {
  const search = new URLSearchParams(
    Object.entries(route.query).filter(([, value]) => value !== ""),
  );
  const suffix = search.size > 0 ? `?${search}` : "";
  switch (route.page) {
    case "applications":
      return `#/${suffix}`;
    case "application":
      return `#${appPath(route.app)}${suffix}`;
    case "stage":
      return `#${appPath(route.app)}/stage/${route.stageId}/${route.stageAttempt}${suffix}`;
    case "unknown":
      return `#${route.path}${suffix}`;
  }
}

export function applicationHref(app: AppKey, query: Query = {}): string {
  return formatRoute({ page: "application", app, query });
}

export function stageHref(app: AppKey, stageId: number, stageAttempt: number): string {
  return formatRoute({ page: "stage", app, stageId, stageAttempt, query: {} });
}

/** The same route with some query values changed; an empty value removes its key. */
export function withQuery(route: Route, changes: Query): Route {
  const merged = { ...route.query, ...changes };
  const query = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
  return { ...route, query };
}

/**
 * Two routes of one identity show the same thing in another view: no new page, no lost scroll
 * position.
 */
export function routeIdentity(route: Route): string {
  return formatRoute({ ...route, query: {} });
}

function appPath(app: AppKey): string {
  return `/app/${encodeURIComponent(app.appId)}/${encodeURIComponent(app.attemptId ?? "-")}`;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,9}$/.test(text);
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
