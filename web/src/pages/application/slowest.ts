import type { Stage } from "../../api/stages";
import { stageDuration } from "../../tables/stage_columns";

export interface SlowStage {
  stage: Stage;
  duration: number;
  /** Of the application's duration, 0..1. */
  share: number;
}

/** The stages that took longest, at most `limit`. */
export function slowestStages(
  stages: readonly Stage[],
  elapsed: number,
  knownUntil: number,
  limit: number,
): SlowStage[] {
  return stages
    .flatMap((stage) => {
      const duration = stageDuration(stage, knownUntil);
      return duration === undefined
        ? []
        : { stage, duration, share: Math.min(1, duration / Math.max(1, elapsed)) };
    })
    .sort((a, b) => b.duration - a.duration)
    .slice(0, limit);
}
