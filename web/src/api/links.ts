import type { AppRoute, GlobalRoute } from "../base/route";
import { comparePath } from "./compare";
import { fleetPath, fleetView } from "./fleet";
import { dashboardPath, sparkPath } from "./paths";
import { jobPath } from "./recurring";

/** Those that a page about many applications is made of. */
export function globalLinks(route: GlobalRoute): { label: string; path: string }[] {
  switch (route.page) {
    case "applications":
      return [{ label: "applications", path: "api/v1/applications" }];
    case "recurring":
      return [{ label: "jobs", path: "api/dashboard/jobs" }];
    case "runs":
      return [{ label: "runs", path: jobPath(route.jobKey) }];
    case "fleet":
      return [{ label: "fleet", path: fleetPath(fleetView(route.query)) }];
    case "compare":
      return [{ label: "comparison", path: comparePath(route.query) }];
  }
}

/** The server's answers that a page is made of, the first one saying most of it. */
export function apiLinks(route: AppRoute): { label: string; path: string }[] {
  const { app } = route;
  const spark = (label: string, rest: string) => ({ label, path: sparkPath(app, rest) });
  const own = (label: string, rest: string) => ({ label, path: dashboardPath(app, rest) });
  switch (route.page) {
    case "overview":
      return [
        own("application", ""),
        own("insights", "insights"),
        spark("jobs", "jobs"),
        spark("stages", "stages"),
      ];
    case "jobs":
      return [spark("jobs", "jobs")];
    case "job":
      return [spark("job", `jobs/${route.jobId}`), spark("stages", "stages")];
    case "stages":
      return [spark("stages", "stages")];
    case "stage": {
      const stage = `stages/${route.stageId}/${route.stageAttempt}`;
      return [
        spark("stage attempt", `${stage}?withSummaries=true`),
        spark("tasks", `${stage}/taskList`),
        own("quantiles", `${stage}/summary`),
      ];
    }
    case "sql":
      return [
        spark("queries", "sql?details=false&planDescription=false"),
        own("page of queries", "sql"),
      ];
    case "execution":
      return [spark("query", `sql/${route.executionId}?numericMetrics=true`)];
    case "executors":
      return [spark("executors", "allexecutors"), spark("processes", "allmiscellaneousprocess")];
    case "storage":
      return [spark("RDDs", "storage/rdd"), own("receiver blocks", "storage/blocks")];
    case "rdd":
      return [spark("RDD", `storage/rdd/${route.rddId}`)];
    case "environment":
      return [spark("environment", "environment")];
    case "streaming":
      return [spark("streaming queries", "streaming-queries")];
    case "stream":
      return [spark("run", `streaming-queries/${encodeURIComponent(route.runId)}`)];
    case "connect":
      return [own("sessions", "sessions/connect"), own("operations", "operations/connect")];
    case "jdbc":
      return [own("sessions", "sessions/thrift"), own("operations", "operations/thrift")];
    case "session": {
      const id = encodeURIComponent(route.sessionId);
      return [
        own("session", `sessions/${route.kind}/${id}`),
        own("operations", `operations/${route.kind}?session=${id}`),
      ];
    }
    case "pools":
      return [own("pools", "pools")];
    case "pool":
      return [own("pools", "pools"), spark("stages", "stages")];
    case "profiles":
      return [spark("environment", "environment")];
    case "data":
      return [own("files", "data"), own("completeness", "completeness")];
  }
}
