import type { Environment, Property } from "../../api/environment";
import { matches } from "../../base/text";

/** What a server writes in place of a secret. */
const redacted = "*********(redacted)";

export function isRedacted(value: string): boolean {
  return value.includes(redacted);
}

export interface PropertyGroup {
  key: string;
  label: string;
  /** What the two columns are called. */
  columns: readonly [string, string];
  properties: readonly Property[];
}

export function propertyGroups(environment: Environment): PropertyGroup[] {
  const named: readonly [string, string] = ["Name", "Value"];
  return [
    { key: "spark", label: "Spark", columns: named, properties: environment.sparkProperties },
    { key: "hadoop", label: "Hadoop", columns: named, properties: environment.hadoopProperties },
    { key: "system", label: "System", columns: named, properties: environment.systemProperties },
    {
      key: "metrics",
      label: "Metrics",
      columns: named,
      properties: environment.metricsProperties ?? [],
    },
    {
      key: "classpath",
      label: "Classpath",
      columns: ["Resource", "Source"],
      properties: environment.classpathEntries,
    },
  ];
}

export function found(properties: readonly Property[], search: string): number {
  const text = search.trim();
  return text === "" ? properties.length : properties.filter((one) => matches(text, one)).length;
}
