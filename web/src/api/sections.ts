import type { AppKey } from "../base/route";
import { dashboardPath } from "./paths";
import { Resource } from "./resource.svelte";

/** How much an application has for the pages that most have nothing for. */
export interface SectionCounts {
  /** Sessions of the two servers. */
  connect: number;
  thrift: number;
  pools: number;
  profiles: number;
  /** What receivers of streams have stored. */
  receiverBlocks: number;
}

export function sectionCountsResource(app: AppKey): Resource<SectionCounts> {
  return new Resource(() => dashboardPath(app, "sections"));
}
