import type { Found } from "../../api/search";
import type { AppRoute } from "../../base/route";

/** What a page is about, where its list knows what stands before and after it. */
export function siblingKey(
  route: AppRoute,
): { kind: Found["kind"]; id: string; attempt?: number } | undefined {
  switch (route.page) {
    case "job":
      return { kind: "job", id: String(route.jobId) };
    case "stage":
      return { kind: "stage", id: String(route.stageId), attempt: route.stageAttempt };
    case "execution":
      return { kind: "query", id: String(route.executionId) };
    case "rdd":
      return { kind: "rdd", id: String(route.rddId) };
    case "stream":
      return { kind: "stream", id: route.runId };
    case "session":
      return { kind: route.kind, id: route.sessionId };
    case "pool":
      return { kind: "pool", id: route.pool };
    default:
      return undefined;
  }
}

const names: Readonly<Partial<Record<Found["kind"], string>>> = {
  job: "Job",
  stage: "Stage",
  query: "Query",
  rdd: "RDD",
  stream: "Run",
  connect: "Session",
  thrift: "Session",
  pool: "Pool",
};
/** Too long to be said whole. */
const uuids: readonly Found["kind"][] = ["stream", "connect", "thrift"];

export function nameOf({ kind, id, attempt }: Found): string {
  const number = uuids.includes(kind) ? id.slice(0, 8) : id;
  return `${names[kind] ?? kind} ${number}${attempt ? ` attempt ${attempt}` : ""}`;
}
