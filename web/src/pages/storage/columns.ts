import type { Rdd, RddDistribution, RddPartition } from "../../api/storage";
import type { Column } from "../../base/columns";
import type { Sort } from "../../base/sort";

export const rddColumns: readonly Column<Rdd>[] = [
  { key: "id", label: "RDD", numeric: true, value: ({ id }) => id },
  { key: "name", label: "Name", value: ({ name }) => name },
  {
    key: "level",
    label: "Storage level",
    hint: "Where its partitions may be kept, how, and how often",
    value: ({ storageLevel }) => storageLevel,
  },
  {
    key: "cached",
    label: "Cached partitions",
    hint: "How many of its partitions are kept",
    amount: true,
    value: ({ numCachedPartitions }) => numCachedPartitions,
  },
  { key: "memory", label: "In memory", numeric: true, value: ({ memoryUsed }) => memoryUsed },
  { key: "disk", label: "On disk", numeric: true, value: ({ diskUsed }) => diskUsed },
];

export const rddSort: Sort = { key: "id", descending: false };

export const partitionColumns: readonly Column<RddPartition>[] = [
  { key: "block", label: "Block", value: ({ blockName }) => blockName },
  { key: "level", label: "Storage level", value: ({ storageLevel }) => storageLevel },
  { key: "memory", label: "In memory", numeric: true, value: ({ memoryUsed }) => memoryUsed },
  { key: "disk", label: "On disk", numeric: true, value: ({ diskUsed }) => diskUsed },
  { key: "executors", label: "Executors", value: ({ executors }) => executors.join(", ") },
];

export const partitionSort: Sort = { key: "block", descending: false };

/** One kind of memory of one executor. */
export interface MemoryUse {
  used: number;
  whole: number;
}

/** Old logs do not tell the heap from the rest: all that they tell is of the heap. */
export function heapUse(one: RddDistribution): MemoryUse {
  const used = one.onHeapMemoryUsed ?? one.memoryUsed;
  return { used, whole: used + (one.onHeapMemoryRemaining ?? one.memoryRemaining) };
}

export function offHeapUse(one: RddDistribution): MemoryUse {
  const used = one.offHeapMemoryUsed ?? 0;
  return { used, whole: used + (one.offHeapMemoryRemaining ?? 0) };
}
