/** What settings of Spark are where nobody sets them; `spark` is the version that says so. */
export interface SparkDefaults {
  spark: string;
  defaults: Readonly<Record<string, string>>;
}

/** Of one version; made by web/spark_defaults.py, and loaded only where it is shown. */
export async function loadDefaults(): Promise<SparkDefaults> {
  return (await import("./spark_defaults.json")).default;
}

/** "changed" and "same" are told only of settings that have a default. */
export type Change = "changed" | "same" | "none";

export function changeOf(
  name: string,
  value: string,
  known: SparkDefaults | undefined,
): Change {
  const usual = defaultOf(name, known);
  if (usual === undefined) return "none";
  return normal(value) === normal(usual) ? "same" : "changed";
}

export function defaultOf(name: string, known: SparkDefaults | undefined): string | undefined {
  return known && Object.hasOwn(known.defaults, name) ? known.defaults[name] : undefined;
}

const bytes = ["b", "k", "m", "g", "t", "p"];
const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** One spelling for what Spark takes for the same: 1g and 1024m, 60s and 1min, true and TRUE. */
function normal(text: string): string {
  const value = text.trim().toLowerCase();
  const told = /^(-?\d+)([a-z]*)$/.exec(value);
  if (!told) return value;
  const amount = Number(told[1]);
  const unit = told[2] ?? "";
  if (!Number.isSafeInteger(amount)) return value;
  if (unit in milliseconds) return `${amount * (milliseconds[unit] ?? 1)} ms`;
  const power = bytes.indexOf(unit.length > 1 ? unit.replace(/i?b$/, "") : unit);
  return unit !== "" && power >= 0 ? `${amount * 1024 ** power} bytes` : `${amount}${unit}`;
}
