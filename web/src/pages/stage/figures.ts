import type { Stage, TaskQuantiles } from "../../api/stages";
import { bytesFigure, durationFigure, failureFigure, type Figure } from "../../base/figures";
import { bytes, count, percent, plural } from "../../base/format";
import type { StageFacts } from "../../base/hints";

function records(value: number): string | undefined {
  return value > 0 ? plural(value, "record") : undefined;
}

export function stageFigures(stage: Stage, elapsed: number | undefined): Figure[] {
  const done = stage.numCompleteTasks;
  const all: (Figure | false)[] = [
    durationFigure("Duration", elapsed, stage.status === "ACTIVE" ? "so far" : undefined),
    {
      label: "Tasks done",
      value: `${count(done)} / ${count(stage.numTasks)}`,
      note: stage.numActiveTasks > 0 ? `${count(stage.numActiveTasks)} running` : undefined,
    },
    failureFigure(
      "Failed tasks",
      stage.numFailedTasks,
      stage.numKilledTasks > 0 ? `${count(stage.numKilledTasks)} killed` : undefined,
    ),
    durationFigure("Task time", stage.executorRunTime),
    stage.executorRunTime > 0 &&
      durationFigure(
        "GC time",
        stage.jvmGcTime,
        `${percent(stage.jvmGcTime / stage.executorRunTime)} of task time`,
      ),
    stage.inputBytes > 0 && bytesFigure("Input", stage.inputBytes, records(stage.inputRecords)),
    stage.outputBytes > 0 && bytesFigure("Output", stage.outputBytes, records(stage.outputRecords)),
    stage.shuffleReadBytes > 0 &&
      bytesFigure("Shuffle read", stage.shuffleReadBytes, records(stage.shuffleReadRecords)),
    stage.shuffleWriteBytes > 0 &&
      bytesFigure("Shuffle write", stage.shuffleWriteBytes, records(stage.shuffleWriteRecords)),
    stage.memoryBytesSpilled + stage.diskBytesSpilled > 0 &&
      bytesFigure(
        "Spilled to disk",
        stage.diskBytesSpilled,
        `${bytes(stage.memoryBytesSpilled)} in memory`,
      ),
  ];
  return all.filter((figure) => figure !== false);
}

export function stageFacts(stage: Stage, quantiles: TaskQuantiles | undefined): StageFacts {
  const [, , medianDuration, , maxDuration] = quantiles?.duration ?? [];
  const [, , medianShuffleRead, , maxShuffleRead] = quantiles?.shuffleReadMetrics.readBytes ?? [];
  return {
    ...(medianDuration !== undefined && { medianDuration }),
    ...(maxDuration !== undefined && { maxDuration }),
    ...(medianShuffleRead !== undefined && { medianShuffleRead }),
    ...(maxShuffleRead !== undefined && { maxShuffleRead }),
    runTime: stage.executorRunTime,
    gcTime: stage.jvmGcTime,
    diskSpilled: stage.diskBytesSpilled,
    failedTasks: stage.numFailedTasks,
    finishedTasks: stage.numCompleteTasks,
  };
}
