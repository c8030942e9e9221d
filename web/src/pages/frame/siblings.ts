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
};

export function nameOf({ kind, id, attempt }: Found): string {
  const number = kind === "stream" ? id.slice(0, 8) : id;
  return `${names[kind] ?? kind} ${number}${attempt ? ` attempt ${attempt}` : ""}`;
}
