import type { Component } from "svelte";
import type { Application } from "./api/applications";
import type { AppRoute, GlobalRoute } from "./base/route";

/** A route that has a page here; those of an application are given the application too. */
export type PageRoute = AppRoute | GlobalRoute;
type Page = Component<{ route: PageRoute; application?: Application | undefined }>;

/** Each page is loaded when it is first visited. */
const loaders: Readonly<
  Record<PageRoute["page"], () => Promise<{ default: Component<never> }>>
> = {
  applications: () => import("./pages/applications/ApplicationsPage.svelte"),
  recurring: () => import("./pages/recurring/RecurringPage.svelte"),
  runs: () => import("./pages/recurring/RunsPage.svelte"),
  fleet: () => import("./pages/fleet/FleetPage.svelte"),
  compare: () => import("./pages/compare/ComparePage.svelte"),
  overview: () => import("./pages/application/OverviewPage.svelte"),
  jobs: () => import("./pages/application/JobsPage.svelte"),
  job: () => import("./pages/application/JobPage.svelte"),
  stages: () => import("./pages/application/StagesPage.svelte"),
  stage: () => import("./pages/stage/StagePage.svelte"),
  sql: () => import("./pages/sql/SqlPage.svelte"),
  execution: () => import("./pages/execution/ExecutionPage.svelte"),
  executors: () => import("./pages/executors/ExecutorsPage.svelte"),
  storage: () => import("./pages/storage/StoragePage.svelte"),
  rdd: () => import("./pages/storage/RddPage.svelte"),
  environment: () => import("./pages/environment/EnvironmentPage.svelte"),
  streaming: () => import("./pages/streaming/StreamingPage.svelte"),
  stream: () => import("./pages/streaming/StreamPage.svelte"),
  pools: () => import("./pages/pools/PoolsPage.svelte"),
  pool: () => import("./pages/pools/PoolPage.svelte"),
  profiles: () => import("./pages/profiles/ProfilesPage.svelte"),
  connect: () => import("./pages/sessions/SessionsPage.svelte"),
  jdbc: () => import("./pages/sessions/SessionsPage.svelte"),
  session: () => import("./pages/sessions/SessionPage.svelte"),
  data: () => import("./pages/data/DataPage.svelte"),
};
const loaded = new Map<string, Page>();

/** At once where it has been shown before, so that going back finds its place again. */
export function pageOf(page: PageRoute["page"]): Page | Promise<Page> {
  return loaded.get(page) ?? load(page);
}

async function load(page: PageRoute["page"]): Promise<Page> {
  // Only the page of a route is ever given that route.
  const component = (await loaders[page]()).default as unknown as Page;
  loaded.set(page, component);
  return component;
}
