import type { AppKey } from "../base/route";
import { sparkPath } from "./paths";
import { Resource } from "./resource.svelte";

/** Spark's RDDStorageInfo without its parts. */
export interface Rdd {
  id: number;
  name: string;
  numPartitions: number;
  numCachedPartitions: number;
  storageLevel: string;
  memoryUsed: number;
  diskUsed: number;
}

/** What one executor holds of an RDD; the parts of its memory are absent in old logs. */
export interface RddDistribution {
  address: string;
  memoryUsed: number;
  memoryRemaining: number;
  diskUsed: number;
  onHeapMemoryUsed?: number;
  offHeapMemoryUsed?: number;
  onHeapMemoryRemaining?: number;
  offHeapMemoryRemaining?: number;
}

export interface RddPartition {
  blockName: string;
  storageLevel: string;
  memoryUsed: number;
  diskUsed: number;
  executors: string[];
}

export interface RddDetails extends Rdd {
  dataDistribution?: RddDistribution[];
  partitions?: RddPartition[];
}

const fields = "id,name,numPartitions,numCachedPartitions,storageLevel,memoryUsed,diskUsed";

export function rddsResource(app: AppKey): Resource<Rdd[]> {
  return new Resource(() => sparkPath(app, `storage/rdd?fields=${fields}`));
}

export function rddResource(app: AppKey, rddId: number): Resource<RddDetails> {
  return new Resource(() => sparkPath(app, `storage/rdd/${rddId}`));
}
