import type { AppKey } from "../base/route";

/**
 * Relative to the page's own address, so that a reverse proxy may serve the dashboard below any
 * path.
 */
function scope({ appId, attemptId }: AppKey): string {
  const attempt = attemptId === undefined ? "" : `/${encodeURIComponent(attemptId)}`;
  return `applications/${encodeURIComponent(appId)}${attempt}`;
}

/** Spark's own REST API. */
export function sparkPath(app: AppKey, rest: string): string {
  return `api/v1/${scope(app)}/${rest}`;
}

/** What only Afterglow answers. */
export function dashboardPath(app: AppKey, rest = ""): string {
  return `api/dashboard/${scope(app)}${rest && `/${rest}`}`;
}
