import type { AppKey } from "../base/route";
import { sparkPath } from "./paths";
import { Resource } from "./resource.svelte";
import { sectionCountsResource } from "./sections";

/** How much an application has of what it need not have: lists of one row, for their `total`. */
export function countsOf(app: AppKey) {
  const list = (path: string) => new Resource<unknown[]>(() => sparkPath(app, path));
  return {
    sql: list("sql?length=1&details=false&planDescription=false&fields=id"),
    executors: list("allexecutors?length=1&fields=id"),
    storage: list("storage/rdd?length=1&fields=id"),
    streaming: list("streaming-queries?length=1&fields=runId"),
    sections: sectionCountsResource(app),
  };
}
