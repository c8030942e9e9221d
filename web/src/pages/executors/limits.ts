import type { Property, ResourceProfile } from "../../api/environment";
import type { Executor } from "../../api/executors";

/** How much of a limit an executor took at its peak; bytes. */
export interface PeakUse {
  used: number;
  /** Undefined: nothing limits it. */
  limit?: number;
}

export type LimitKind =
  | "heap"
  | "unified"
  | "offheap"
  | "overhead"
  | "python"
  | "process";

export interface LimitColumn {
  key: LimitKind;
  label: string;
  hint: string;
}

export const limitColumns: readonly LimitColumn[] = [
  {
    key: "heap",
    label: "JVM heap",
    hint: "Peak of the heap, of spark.executor.memory (spark.driver.memory for the driver)",
  },
  {
    key: "unified",
    label: "Unified, on heap",
    hint: "Peak of execution and storage together, of what the heap leaves for them",
  },
  {
    key: "offheap",
    label: "Unified, off heap",
    hint: "Peak of execution and storage together, of spark.memory.offHeap.size",
  },
  {
    key: "overhead",
    label: "JVM besides the heap",
    hint: "Peak of the JVM's other memory and of its direct and mapped buffers, of the memory overhead",
  },
  {
    key: "python",
    label: "Python",
    hint: "Peak of the resident memory of Python workers, of spark.executor.pyspark.memory",
  },
  {
    key: "process",
    label: "All processes",
    hint: "Peaks of the resident memory of JVM, Python and others, of all that was asked for",
  },
];

const mebibyte = 1024 * 1024;
const units: Readonly<Record<string, number>> = {
  b: 1,
  k: 1024,
  m: mebibyte,
  g: 1024 * mebibyte,
  t: 1024 ** 2 * mebibyte,
};

/** "2g", "512mb"; a bare number is of `unit` bytes. Undefined for what is no size. */
export function parseSize(text: string | undefined, unit: number): number | undefined {
  const told = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(text ?? "");
  if (!told) return undefined;
  const name = (told[2] ?? "").toLowerCase().replace(/i?b$/, "");
  const size = told[2] === "" ? unit : name === "" ? 1 : units[name];
  return size === undefined ? undefined : Number(told[1]) * size;
}

/** What executors were given, out of the settings and their resource profile. */
export class MemoryLimits {
  private readonly settings: ReadonlyMap<string, string>;
  private readonly profiles: ReadonlyMap<number, ResourceProfile>;

  constructor(settings: readonly Property[], profiles: readonly ResourceProfile[]) {
    this.settings = new Map(settings);
    this.profiles = new Map(profiles.map((profile) => [profile.id, profile]));
  }

  private size(name: string, unit = mebibyte): number | undefined {
    return parseSize(this.settings.get(name), unit);
  }

  /** What the profile of an executor asks for, which beats the settings. */
  private asked(executor: Executor, resource: string): number | undefined {
    // The default profile is made from the settings, and has none for the driver.
    if (executor.id === "driver") return undefined;
    const amount = this.profiles.get(executor.resourceProfileId)?.executorResources[resource]?.amount;
    return amount ? amount * mebibyte : undefined;
  }

  private get isLocal(): boolean {
    return this.settings.get("spark.master")?.startsWith("local") ?? false;
  }

  heap(executor: Executor): number {
    const role = executor.id === "driver" || this.isLocal ? "driver" : "executor";
    return (
      this.asked(executor, "memory") ?? this.size(`spark.${role}.memory`) ?? 1024 * mebibyte
    );
  }

  /** Of a cluster manager's container; local and standalone executors have none. */
  overhead(executor: Executor): number | undefined {
    const master = this.settings.get("spark.master") ?? "";
    if (!master.startsWith("yarn") && !master.startsWith("k8s")) return undefined;
    const role = executor.id === "driver" ? "driver" : "executor";
    const told =
      this.asked(executor, "memoryOverhead") ?? this.size(`spark.${role}.memoryOverhead`);
    if (told !== undefined) return told;
    const share = Number(this.settings.get(`spark.${role}.memoryOverheadFactor`) ?? 0.1);
    const least = this.size(`spark.${role}.minMemoryOverhead`) ?? 384 * mebibyte;
    return Math.max(least, (Number.isFinite(share) ? share : 0.1) * this.heap(executor));
  }

  offHeap(executor: Executor): number | undefined {
    const asked = this.asked(executor, "offHeap");
    if (asked !== undefined) return asked;
    const enabled = this.settings.get("spark.memory.offHeap.enabled")?.toLowerCase() === "true";
    return enabled ? this.size("spark.memory.offHeap.size", 1) : undefined;
  }

  python(executor: Executor): number | undefined {
    return this.asked(executor, "pyspark.memory") ?? this.size("spark.executor.pyspark.memory");
  }

  /** Undefined where nothing was measured. */
  use(executor: Executor, kind: LimitKind): PeakUse | undefined {
    const peaks = executor.peakMemoryMetrics;
    if (!peaks || !Object.values(peaks).some((value) => value > 0)) return undefined;
    const sum = (...names: string[]) => names.reduce((all, name) => all + (peaks[name] ?? 0), 0);
    const told = (used: number, limit: number | undefined): PeakUse | undefined =>
      used === 0 && !limit ? undefined : limit ? { used, limit } : { used };
    switch (kind) {
      case "heap":
        return told(sum("JVMHeapMemory"), this.heap(executor));
      case "unified":
        return told(
          sum("OnHeapUnifiedMemory"),
          executor.memoryMetrics?.totalOnHeapStorageMemory,
        );
      case "offheap":
        return told(sum("OffHeapUnifiedMemory"), this.offHeap(executor));
      case "overhead":
        return told(
          sum("JVMOffHeapMemory", "DirectPoolMemory", "MappedPoolMemory"),
          this.overhead(executor),
        );
      case "python":
        return told(sum("ProcessTreePythonRSSMemory"), this.python(executor));
      case "process":
        return told(
          sum("ProcessTreeJVMRSSMemory", "ProcessTreePythonRSSMemory", "ProcessTreeOtherRSSMemory"),
          this.container(executor),
        );
    }
  }

  /** All that was asked for together, where a container is held to it. */
  private container(executor: Executor): number | undefined {
    const overhead = this.overhead(executor);
    if (overhead === undefined) return undefined;
    const besides = (this.offHeap(executor) ?? 0) + (this.python(executor) ?? 0);
    return this.heap(executor) + overhead + besides;
  }
}
