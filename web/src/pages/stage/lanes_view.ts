import { type PhaseKey, phaseKeys, type StageLanes } from "../../api/stage_views";
import type { Task } from "../../api/tasks";
import { count, duration, percent, plural } from "../../base/format";
import type { LaneHit, LaneKind, LanePicture } from "../../base/lanes";
import { appearance } from "../../base/status";
import { timeOfDay } from "../../base/time";

const phases: Readonly<Record<PhaseKey, { label: string; hint: string; series: number }>> = {
  schedulerDelay: {
    ...{ label: "Scheduler delay", series: 8 },
    hint: "Between driver and executor: nobody accounts for it",
  },
  deserialize: { label: "Deserialize", hint: "The task itself, in the executor", series: 4 },
  fetchWait: { label: "Fetch wait", hint: "Waiting for shuffle blocks", series: 2 },
  compute: { label: "Compute", hint: "Running, less the other parts of it", series: 3 },
  gc: { label: "GC", hint: "Garbage collection of the whole executor meanwhile", series: 7 },
  shuffleWrite: { label: "Shuffle write", hint: "Writing shuffle blocks", series: 6 },
  serialize: { label: "Serialize result", hint: "In the executor", series: 5 },
  gettingResult: { label: "Get result", hint: "The driver fetching it", series: 1 },
  unknown: { label: "Not told", hint: "Running, or ended without telling", series: 0 },
};

export function laneKinds(lanes: StageLanes): LaneKind[] {
  return phaseKeys.map((key) => ({ ...phases[key], time: lanes.phases[key] }));
}

export function lanePicture(lanes: StageLanes): LanePicture {
  const { from, to, columns = 1, rows = 1, bars } = lanes;
  const frame = { from, to, columns, rows, lanes: lanes.lanes };
  if (!bars) return frame;
  return {
    ...frame,
    bars: bars.taskId.map((_, at) => ({
      lane: bars.lane[at] ?? 0,
      slot: bars.slot[at] ?? 0,
      start: bars.launchTime[at] ?? 0,
      parts: phaseKeys.map((key) => bars[key][at] ?? 0),
      bad: ["FAILED", "KILLED"].includes(bars.status[at] ?? ""),
    })),
  };
}

const unsuccessful = (failed: number, killed: number) =>
  [
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(killed > 0 ? [`${count(killed)} killed`] : []),
  ].join(", ");

/** How many of the tasks in sight did not succeed; "" for none. */
export function badTasks({ lanes, bars }: StageLanes): string {
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number>((all, value) => all + (value ?? 0), 0);
  const ended = (status: string) => bars?.status.filter((one) => one === status).length ?? 0;
  return bars
    ? unsuccessful(ended("FAILED"), ended("KILLED"))
    : unsuccessful(sum(lanes.map(({ failed }) => failed)), sum(lanes.map(({ killed }) => killed)));
}

function taskLine(task: { index: number; attempt: number; taskId: number; status: string }): string {
  const attempt = task.attempt > 0 ? ` attempt ${task.attempt}` : "";
  return `Task ${task.index}${attempt} (id ${task.taskId}), ${appearance(task.status).label.toLowerCase()}`;
}

/** What is told of a place: the bar, or the lane and what it did then. */
export function describeHit(
  lanes: StageLanes,
  by: "executor" | "host",
  hit: LaneHit,
  known: readonly Task[] | undefined,
): string[] {
  const lane = lanes.lanes[hit.lane];
  if (!lane) return [];
  const where = `${by === "executor" ? "Executor" : "Host"} ${lane.name}`;
  const { bars } = lanes;
  if (bars && hit.bar !== undefined) {
    const at = hit.bar;
    const task = {
      index: bars.index[at] ?? 0,
      attempt: bars.attempt[at] ?? 0,
      taskId: bars.taskId[at] ?? 0,
      status: bars.status[at] ?? "",
    };
    const parts = phaseKeys.map((key) => ({ label: phases[key].label, time: bars[key][at] ?? 0 }));
    const total = parts.reduce((sum, { time }) => sum + time, 0);
    return [
      taskLine(task),
      `${where}, launched ${timeOfDay(bars.launchTime[at])}, took ${duration(total)}`,
      ...parts
        .filter(({ time }) => time > 0)
        .map(({ label, time }) => `${label} ${duration(time)} (${percent(time / total)})`),
    ];
  }
  return [
    `${where} at ${timeOfDay(hit.time)}`,
    [
      `${plural(lane.tasks, "task")} in all`,
      unsuccessful(lane.failed ?? 0, lane.killed ?? 0),
      plural(lane.slots, "slot"),
    ]
      .filter(Boolean)
      .join(", "),
    ...busy(lanes, hit),
    ...(known?.map((task) => `${taskLine(task)}, took ${duration(task.duration)}`) ?? []),
  ];
}

/** What the column of pixels under the pointer says. */
function busy({ from, to, columns = 1, rows = 1, lanes }: StageLanes, hit: LaneHit): string[] {
  const { pixels, marks = [] } = lanes[hit.lane] ?? {};
  if (!pixels) return [];
  const at = Math.min(columns - 1, Math.max(0, Math.floor(((hit.time - from) / (to - from)) * columns)));
  const column = Array.from({ length: rows }, (_, row) => pixels.charCodeAt(row * columns + at) - 97);
  const filled = column.filter((kind) => kind >= 0);
  if (filled.length === 0) return ["Nothing ran then"];
  const most = phaseKeys
    .map((key, kind) => ({ key, part: filled.filter((one) => one === kind).length }))
    .sort((a, b) => b.part - a.part)[0];
  const label = most ? phases[most.key].label.toLowerCase() : "";
  return [
    `${percent(filled.length / rows)} busy, mostly ${label}`,
    ...(marks.includes(at) ? ["A task ended here without success"] : []),
  ];
}

export function lanesShown({ offset, lanes, total }: StageLanes): string {
  return total > lanes.length
    ? `lanes ${count(offset + 1)} to ${count(offset + lanes.length)} of ${count(total)}`
    : plural(total, "lane");
}
