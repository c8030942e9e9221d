const timeSteps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3,
  900e3, 1800e3, 3600e3, 7200e3, 14400e3, 21600e3, 43200e3, 86400e3,
];

export type TickUnit = "time" | "bytes" | "plain";

function step(span: number, wanted: number, unit: TickUnit): number {
  const rough = span / Math.max(1, wanted);
  if (unit === "bytes" && span >= 1024) return 2 ** Math.ceil(Math.log2(rough));
  if (unit === "time") {
    const known = timeSteps.find((candidate) => candidate >= rough);
    if (known !== undefined) return known;
  }
  const power = 10 ** Math.floor(Math.log10(rough));
  return (
    (([1, 2, 2.5, 5, 10] as const).find((candidate) => candidate * power >= rough) ?? 10) * power
  );
}

/**
 * Round values in [from, to], about `wanted` of them; times step by seconds, minutes and hours
 * rather than by tens, bytes by KiB, MiB and so on.
 */
export function ticks(from: number, to: number, wanted: number, unit: TickUnit): number[] {
  if (!(to > from)) return [from];
  const size = step(to - from, wanted, unit);
  const values: number[] = [];
  for (let index = Math.ceil(from / size); index * size <= to; index += 1)
    values.push(index * size);
  // A single mark would give no measure.
  return values.length < 2 && wanted < 5 ? ticks(from, to, wanted + 1, unit) : values;
}
