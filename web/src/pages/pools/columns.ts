import type { Pool } from "../../api/pools";
import type { Column } from "../../base/columns";
import type { Sort } from "../../base/sort";

export const poolColumns: readonly Column<Pool>[] = [
  { key: "name", label: "Pool", value: ({ name }) => name },
  { key: "active", label: "Active stages", numeric: true, value: ({ activeStages }) => activeStages },
  { key: "pending", label: "Pending", numeric: true, value: ({ pendingStages }) => pendingStages },
  { key: "complete", label: "Complete", numeric: true, value: ({ completeStages }) => completeStages },
  { key: "failed", label: "Failed", numeric: true, value: ({ failedStages }) => failedStages },
  { key: "skipped", label: "Skipped", numeric: true, value: ({ skippedStages }) => skippedStages },
  { key: "running", label: "Running tasks", numeric: true, value: ({ activeTasks }) => activeTasks },
  { key: "tasks", label: "Tasks", amount: true, value: ({ completedTasks }) => completedTasks },
  {
    key: "time",
    label: "Run time",
    hint: "Of all its tasks together",
    numeric: true,
    value: ({ runTime }) => runTime,
  },
  { key: "first", label: "First stage", value: ({ firstTime }) => firstTime },
  { key: "latest", label: "Latest end", value: ({ latestTime }) => latestTime },
];

export const poolSort: Sort = { key: "name", descending: false };
