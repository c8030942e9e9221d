import type { Stage } from "../api/stages";
import { type AppKey, stageHref } from "../base/route";

/** The stages of an application by id, each with its attempts in order. */
export class StageIndex {
  private readonly attempts: ReadonlyMap<number, readonly Stage[]>;

  constructor(
    private readonly app: AppKey,
    stages: readonly Stage[],
  ) {
    const byId = new Map<number, Stage[]>();
    for (const stage of stages)
      byId.set(stage.stageId, [...(byId.get(stage.stageId) ?? []), stage]);
    for (const attempts of byId.values()) attempts.sort((a, b) => a.attemptId - b.attemptId);
    this.attempts = byId;
  }

  of(stageId: number): readonly Stage[] {
    return this.attempts.get(stageId) ?? [];
  }

  latest(stageId: number): Stage | undefined {
    return this.of(stageId).at(-1);
  }

  href({ stageId, attemptId }: Stage): string {
    return stageHref(this.app, stageId, attemptId);
  }
}

/** "12", or "12 (attempt 1)" for what was tried again. */
export function stageLabel({ stageId, attemptId }: Stage): string {
  return attemptId === 0 ? String(stageId) : `${stageId} (attempt ${attemptId})`;
}
