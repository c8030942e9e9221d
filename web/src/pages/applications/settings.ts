import type { LogDirectory } from "../../api/applications";

/**
 * The spark-defaults.conf lines that make applications log to the first directory that can be
 * read.
 */
export function eventLogSettings(directories: readonly LogDirectory[]): string {
  const path = (directories.find(({ error }) => error === undefined) ?? directories[0])?.path ?? "";
  const location = path.startsWith("/") ? `file://${path}` : path;
  return `spark.eventLog.enabled  true\nspark.eventLog.dir      ${location}`;
}
