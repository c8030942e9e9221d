import type { Component } from "svelte";
import type { Application } from "./api/applications";
import type { AppRoute } from "./base/route";

type AppPage = Component<{ route: AppRoute; application: Application }>;

/** Each page is loaded when it is first visited. */
const loaders: Readonly<Record<AppRoute["page"], () => Promise<{ default: Component<never> }>>> = {
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
const loaded = new Map<string, AppPage>();

/** At once where it has been shown before, so that going back finds its place again. */
export function pageOf(page: AppRoute["page"]): AppPage | Promise<AppPage> {
  return loaded.get(page) ?? load(page);
}

async function load(page: AppRoute["page"]): Promise<AppPage> {
  // Only the page of a route is ever given that route.
  const component = (await loaders[page]()).default as unknown as AppPage;
  loaded.set(page, component);
  return component;
}
