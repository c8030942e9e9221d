import {
  type AppKey,
  applicationHref,
  executionHref,
  jobHref,
  poolHref,
  rddHref,
  sectionHref,
  sessionHref,
  stageHref,
  streamHref,
} from "../base/route";
import { client } from "./client";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

/** Something with a page of its own. */
export interface Found {
  kind:
    | "application"
    | "query"
    | "job"
    | "stage"
    | "executor"
    | "rdd"
    | "stream"
    /** Sessions. */
    | "connect"
    | "thrift"
    | "pool"
    /** Of Spark. */
    | "property";
  id: string;
  /** Of a stage. */
  attempt?: number;
  /** Of an application. */
  attemptId?: string;
  label: string;
  status?: string;
  user?: string;
  startTime?: number;
}

export interface Neighbours {
  previous?: Found;
  next?: Found;
}

export function hrefOfFound(app: AppKey | undefined, found: Found): string {
  const { kind, id } = found;
  if (kind === "application" || !app) {
    const { attemptId } = found;
    return applicationHref(attemptId === undefined ? { appId: id } : { appId: id, attemptId });
  }
  switch (kind) {
    case "query":
      return executionHref(app, Number(id));
    case "job":
      return jobHref(app, Number(id));
    case "stage":
      return stageHref(app, Number(id), found.attempt ?? 0);
    case "rdd":
      return rddHref(app, Number(id));
    case "stream":
      return streamHref(app, id);
    case "executor":
      return sectionHref(app, "executors", { executor: id });
    case "connect":
    case "thrift":
      return sessionHref(app, kind, id);
    case "pool":
      return poolHref(app, id);
    case "property":
      return sectionHref(app, "environment", { q: id });
  }
}

/** Things of one application, and applications, that a text may mean. */
export async function search(
  app: AppKey | undefined,
  text: string,
  signal: AbortSignal,
): Promise<Found[]> {
  const query = `search?${new URLSearchParams({ q: text, limit: "6" })}`;
  const paths = [...(app ? [dashboardPath(app, query)] : []), `api/dashboard/${query}`];
  const answers = await Promise.all(
    paths.map((path) => client.get<{ found: Found[] }>(path, signal)),
  );
  return answers.flatMap(({ data }) => data.found);
}

export function neighboursResource(
  app: AppKey,
  of: { kind: Found["kind"]; id: string; attempt?: number },
): Resource<Neighbours> {
  const query = new URLSearchParams({ kind: of.kind, id: of.id });
  if (of.attempt !== undefined) query.set("attempt", String(of.attempt));
  return new Resource(() => dashboardPath(app, `neighbours?${query}`));
}
