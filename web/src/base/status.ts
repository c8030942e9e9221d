/** How a state of Spark's looks: one tone (colour and icon) and one word. */
export type Tone = "good" | "bad" | "warn" | "busy" | "idle";

export interface Appearance {
  tone: Tone;
  label: string;
}

const appearances: Readonly<Record<string, Appearance>> = {
  active: { tone: "busy", label: "Active" },
  added: { tone: "good", label: "Added" },
  alive: { tone: "good", label: "Active" },
  canceled: { tone: "warn", label: "Canceled" },
  changed: { tone: "bad", label: "Changed" },
  closed: { tone: "idle", label: "Closed" },
  complete: { tone: "good", label: "Complete" },
  completed: { tone: "good", label: "Completed" },
  critical: { tone: "bad", label: "Critical" },
  failed: { tone: "bad", label: "Failed" },
  finished: { tone: "good", label: "Finished" },
  "get result": { tone: "busy", label: "Getting result" },
  killed: { tone: "warn", label: "Killed" },
  lost: { tone: "warn", label: "Lost" },
  note: { tone: "idle", label: "Note" },
  open: { tone: "good", label: "Open" },
  pending: { tone: "idle", label: "Pending" },
  removed: { tone: "idle", label: "Removed" },
  running: { tone: "busy", label: "Running" },
  skipped: { tone: "idle", label: "Skipped" },
  steady: { tone: "good", label: "As usual" },
  succeeded: { tone: "good", label: "Succeeded" },
  success: { tone: "good", label: "Success" },
  timedout: { tone: "bad", label: "Timed out" },
  warning: { tone: "warn", label: "Warning" },
};

export function appearance(status: string): Appearance {
  return appearances[status.toLowerCase()] ?? { tone: "idle", label: status };
}
