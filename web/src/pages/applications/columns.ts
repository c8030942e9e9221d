import { type Application, elapsed } from "../../api/applications";
import type { Column } from "../../base/columns";
import type { Filtering } from "../../base/filter";
import type { Sort } from "../../base/sort";

const urgency = { running: 0, failed: 1, lost: 2, completed: 3 };

export const columns: readonly Column<Application>[] = [
  { key: "state", label: "Status", value: ({ state }) => urgency[state] },
  { key: "name", label: "Application", value: ({ name }) => name },
  { key: "user", label: "User", value: ({ user }) => user },
  { key: "started", label: "Started", amount: true, value: ({ startTime }) => startTime },
  { key: "duration", label: "Duration", numeric: true, value: elapsed },
  {
    key: "jobs",
    label: "Jobs",
    numeric: true,
    value: ({ jobs }) => jobs.running + jobs.succeeded + jobs.failed,
  },
  {
    key: "stages",
    label: "Stages",
    hint: "Stages that ran; skipped ones are not counted",
    numeric: true,
    value: ({ stages }) => stages.active + stages.complete + stages.failed,
  },
  {
    key: "tasks",
    label: "Tasks",
    amount: true,
    value: ({ tasks }) => tasks.active + tasks.complete + tasks.failed + tasks.killed,
  },
  {
    key: "taskTime",
    label: "Task time",
    hint: "Run time of all tasks together",
    numeric: true,
    value: ({ taskTime }) => taskTime,
  },
  { key: "input", label: "Input", numeric: true, value: ({ inputBytes }) => inputBytes },
  {
    key: "shuffle",
    label: "Shuffle",
    hint: "Shuffle data read",
    numeric: true,
    value: ({ shuffleReadBytes }) => shuffleReadBytes,
  },
  { key: "version", label: "Spark", value: ({ sparkVersion }) => sparkVersion },
];

export const defaultSort: Sort = { key: "started", descending: true };

export const filtering: Filtering<Application> = {
  fields: ({ id, attemptId, name, user, sparkVersion }) => [
    id,
    attemptId,
    name,
    user,
    sparkVersion,
  ],
  status: ({ state }) => state,
};
