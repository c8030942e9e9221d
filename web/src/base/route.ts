/**
 * Hash routes: what the address bar says, as a value and back. Spelled `#/path?query`; "-"
 * stands for "no attempt id".
 */

export type Query = Readonly<Record<string, string>>;

export interface AppKey {
  appId: string;
  attemptId?: string;
}

/** The pages of an application, as its navigation lists them. */
export const sections = [
  "overview",
  "jobs",
  "stages",
  "sql",
  "executors",
  "storage",
  "environment",
  "streaming",
  "connect",
  "jdbc",
  "pools",
  "profiles",
  "data",
] as const;
export type Section = (typeof sections)[number];

/** Whose sessions: Spark Connect's, or those of JDBC and ODBC clients. */
type SessionKind = "connect" | "thrift";

/** A page inside an application. */
export type AppRoute =
  | { page: Section; app: AppKey; query: Query }
  | { page: "job"; app: AppKey; jobId: number; query: Query }
  | { page: "stage"; app: AppKey; stageId: number; stageAttempt: number; query: Query }
  | { page: "execution"; app: AppKey; executionId: number; query: Query }
  | { page: "rdd"; app: AppKey; rddId: number; query: Query }
  | { page: "stream"; app: AppKey; runId: string; query: Query }
  | { page: "pool"; app: AppKey; pool: string; query: Query }
  | { page: "session"; app: AppKey; kind: SessionKind; sessionId: string; query: Query };

/** Pages about many applications, as the navigation at the top lists them. */
export const globalSections = ["applications", "recurring", "fleet"] as const;
export type GlobalSection = (typeof globalSections)[number];

/** A page about many applications; `recurring`: the jobs that run again and again. */
export type GlobalRoute =
  | { page: GlobalSection; query: Query }
  | { page: "compare"; query: Query }
  | { page: "runs"; jobKey: string; query: Query };

export type Route =
  | GlobalRoute
  | AppRoute
  | { page: "gallery"; query: Query }
  | { page: "unknown"; path: string; query: Query };

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
  const [root, appId, attempt, ...rest] = path.split("/").slice(1).map(decode);
  if (path === "" || path === "/") return { page: "applications", query };
  if (path === "/gallery") return { page: "gallery", query };
  if (path === "/jobs") return { page: "recurring", query };
  if (path === "/fleet") return { page: "fleet", query };
  if (path === "/compare") return { page: "compare", query };
  if (root === "job" && appId && attempt === undefined) {
    return { page: "runs", jobKey: appId, query };
  }
  if (root === "app" && appId && attempt) {
    const app: AppKey = attempt === "-" ? { appId } : { appId, attemptId: attempt };
    const route = parseAppRoute(app, rest, query);
    if (route) return route;
  }
  return { page: "unknown", path, query };
}

function parseAppRoute(
  app: AppKey,
  [kind = "overview", ...ids]: readonly string[],
  query: Query,
): AppRoute | undefined {
  const [first, second] = ids;
  if (ids.length === 0) {
    const section = sections.find((known) => known === kind);
    return section && { page: section, app, query };
  }
  if (kind === "stage" && ids.length === 2 && isNumber(first) && isNumber(second)) {
    return { page: "stage", app, stageId: Number(first), stageAttempt: Number(second), query };
  }
  if (ids.length !== 1 || !first) return undefined;
  if (kind === "streaming") return { page: "stream", app, runId: first, query };
  if (kind === "connect") return { page: "session", app, kind, sessionId: first, query };
  if (kind === "pools") return { page: "pool", app, pool: first, query };
  if (kind === "jdbc") return { page: "session", app, kind: "thrift", sessionId: first, query };
  if (!isNumber(first)) return undefined;
  if (kind === "job") return { page: "job", app, jobId: Number(first), query };
  if (kind === "sql") return { page: "execution", app, executionId: Number(first), query };
  if (kind === "storage") return { page: "rdd", app, rddId: Number(first), query };
  return undefined;
}

export function formatRoute(route: Route): string {
  const search = new URLSearchParams(
    Object.entries(route.query).filter(([, value]) => value !== ""),
  );
  return `#${pathOf(route)}${search.size > 0 ? `?${search}` : ""}`;
}

function pathOf(route: Route): string {
  if (!isAppRoute(route)) return globalPath(route);
  const { appId, attemptId } = route.app;
  return `/app/${encodeURIComponent(appId)}/${encodeURIComponent(attemptId ?? "-")}${tail(route)}`;
}

function globalPath(route: Exclude<Route, AppRoute>): string {
  switch (route.page) {
    case "applications":
      return "/";
    case "recurring":
      return "/jobs";
    case "runs":
      return `/job/${encodeURIComponent(route.jobKey)}`;
    case "unknown":
      return route.path;
    default:
      return `/${route.page}`;
  }
}

function tail(route: AppRoute): string {
  switch (route.page) {
    case "overview":
      return "";
    case "job":
      return `/job/${route.jobId}`;
    case "stage":
      return `/stage/${route.stageId}/${route.stageAttempt}`;
    case "execution":
      return `/sql/${route.executionId}`;
    case "rdd":
      return `/storage/${route.rddId}`;
    case "stream":
      return `/streaming/${encodeURIComponent(route.runId)}`;
    case "pool":
      return `/pools/${encodeURIComponent(route.pool)}`;
    case "session":
      return `/${sessionSection(route.kind)}/${encodeURIComponent(route.sessionId)}`;
    default:
      return `/${route.page}`;
  }
}

export function isAppRoute(route: Route): route is AppRoute {
  return "app" in route;
}

export function isGlobalRoute(route: Route): route is GlobalRoute {
  return !isAppRoute(route) && route.page !== "gallery" && route.page !== "unknown";
}

export function globalHref(page: GlobalSection, query: Query = {}): string {
  return formatRoute({ page, query });
}

export function runsHref(jobKey: string): string {
  return formatRoute({ page: "runs", jobKey, query: {} });
}

/** `a` and `b` as runKey() spells them. */
export function compareHref(a: string, b: string): string {
  return formatRoute({ page: "compare", query: { a, b } });
}

/** One run as one word: "ID", or "ID/ATTEMPT". */
export function runKey({ appId, attemptId }: AppKey): string {
  return attemptId === undefined ? appId : `${appId}/${attemptId}`;
}

export function applicationHref(app: AppKey): string {
  return sectionHref(app, "overview");
}

export function sectionHref(app: AppKey, page: Section, query: Query = {}): string {
  return formatRoute({ page, app, query });
}

export function jobHref(app: AppKey, jobId: number): string {
  return formatRoute({ page: "job", app, jobId, query: {} });
}

export function stageHref(app: AppKey, stageId: number, stageAttempt: number): string {
  return formatRoute({ page: "stage", app, stageId, stageAttempt, query: {} });
}

export function executionHref(app: AppKey, executionId: number): string {
  return formatRoute({ page: "execution", app, executionId, query: {} });
}

export function rddHref(app: AppKey, rddId: number): string {
  return formatRoute({ page: "rdd", app, rddId, query: {} });
}

export function streamHref(app: AppKey, runId: string): string {
  return formatRoute({ page: "stream", app, runId, query: {} });
}

export function poolHref(app: AppKey, pool: string): string {
  return formatRoute({ page: "pool", app, pool, query: {} });
}

export function sessionHref(app: AppKey, kind: SessionKind, sessionId: string): string {
  return formatRoute({ page: "session", app, kind, sessionId, query: {} });
}

export function sessionSection(kind: SessionKind): "connect" | "jdbc" {
  return kind === "connect" ? "connect" : "jdbc";
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

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,9}$/.test(text);
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
