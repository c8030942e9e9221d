import type { AppKey } from "../base/route";
import { sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

export type Property = readonly [name: string, value: string];

export interface ResourceProfile {
  id: number;
  executorResources: Record<string, ResourceRequest>;
  taskResources: Record<string, { resourceName: string; amount: number }>;
}

export interface ResourceRequest {
  resourceName: string;
  amount: number;
  discoveryScript?: string;
  vendor?: string;
}

/** Spark's ApplicationEnvironmentInfo. Logs of older versions lack the last two. */
export interface Environment {
  runtime: { javaVersion: string; javaHome: string; scalaVersion: string };
  sparkProperties: Property[];
  hadoopProperties: Property[];
  systemProperties: Property[];
  classpathEntries: Property[];
  metricsProperties?: Property[];
  resourceProfiles?: ResourceProfile[];
}

export function environmentResource(app: AppKey): Resource<Environment> {
  return new Resource(() => sparkPath(app, "environment"));
}

/** Of it only the profiles. */
export function profilesResource(
  app: AppKey,
): Resource<Pick<Environment, "resourceProfiles">> {
  return new Resource(() => sparkPath(app, "environment?fields=resourceProfiles"));
}
