/**
 * How a reader wants to see things, kept in the browser. Whatever shows it follows a change at
 * once.
 */
export class Preference<T extends string> {
  value: T = $state() as T;

  constructor(
    private readonly key: string,
    /** The first is what holds until somebody chooses. */
    readonly values: readonly [T, ...T[]],
  ) {
    this.value = values.find((known) => known === read(key)) ?? values[0];
  }

  set(value: T): void {
    this.value = value;
    try {
      localStorage.setItem(this.key, value);
    } catch {
      // Storage is forbidden here: the choice lasts as long as the page.
    }
  }

  next(): void {
    const at = this.values.indexOf(this.value);
    this.set(this.values[(at + 1) % this.values.length] ?? this.values[0]);
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The zone of all times. */
export const zonePreference = new Preference("afterglow-zone", ["local", "utc"]);
/** Bytes as KiB (1024) or kB (1000). */
export const unitPreference = new Preference("afterglow-units", ["binary", "decimal"]);
