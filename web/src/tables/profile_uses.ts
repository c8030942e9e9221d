import type { Executor } from "../api/executors";
import type { Stage } from "../api/stages";

/** Who has a resource profile. */
export interface ProfileUse {
  active: number;
  removed: number;
  cores: number;
  /** Latest first. */
  stages: Stage[];
}

/** By the profile's id. */
export function profileUses(
  executors: readonly Executor[],
  stages: readonly Stage[],
): ReadonlyMap<number, ProfileUse> {
  const uses = new Map<number, ProfileUse>();
  const use = (id: number): ProfileUse => {
    const known = uses.get(id) ?? { active: 0, removed: 0, cores: 0, stages: [] };
    uses.set(id, known);
    return known;
  };
  for (const { isActive, totalCores, resourceProfileId } of executors) {
    const own = use(resourceProfileId);
    own[isActive ? "active" : "removed"] += 1;
    own.cores += totalCores;
  }
  for (const stage of stages) use(stage.resourceProfileId).stages.push(stage);
  for (const { stages: own } of uses.values()) {
    own.sort((a, b) => b.stageId - a.stageId || b.attemptId - a.attemptId);
  }
  return uses;
}
