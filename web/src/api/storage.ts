import type { AppKey } from "../base/route";
import { dashboardPath, sparkPath } from "./paths";
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

/** One copy of a block that a receiver of a stream has stored. */
export interface StreamBlock {
  name: string;
  /** Of the block, this one included. */
  copies: number;
  executorId: string;
  address: string;
  storageLevel: string;
  memoryUsed: number;
  diskUsed: number;
}

export interface StreamBlocks {
  executors: {
    id: string;
    address: string;
    blocks: number;
    memoryUsed: number;
    diskUsed: number;
  }[];
  total: number;
  blocks: StreamBlock[];
}

export function streamBlocksResource(app: AppKey): Resource<StreamBlocks> {
  return new Resource(() => dashboardPath(app, "storage/blocks"));
}
