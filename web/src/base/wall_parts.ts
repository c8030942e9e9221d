/** Where wall time went: the server's nine parts, what they are called, and how they are drawn. */
export interface WallShare {
  part: string;
  ms: number;
  /** Milliseconds of cores that executors held meanwhile. */
  coreMs?: number;
}

export type WallGroup = "driver" | "waiting" | "tasks" | "lost";

export interface PartWords {
  label: string;
  group: WallGroup;
  told: string;
}

/** In the order in which they stand: what tasks did is in the middle, and is what was paid for. */
const words: Readonly<Record<string, PartWords>> = {
  driver_only: {
    label: "Driver only",
    group: "driver",
    told: "No job was running: the driver planned, listed files, collected results or did work of its own.",
  },
  waiting_for_resources: {
    label: "Waiting for executors",
    group: "waiting",
    told: "A job was running, and no executor was there to run its tasks.",
  },
  scheduling: {
    label: "Scheduling",
    group: "waiting",
    told: "Tasks waited for a free core to be used, or were handed over to executors and back.",
  },
  compute: {
    label: "Computing",
    group: "tasks",
    told: "Tasks ran on the CPU.",
  },
  shuffle_wait: {
    label: "Shuffle wait",
    group: "tasks",
    told: "Tasks waited for shuffle data of other executors.",
  },
  gc: {
    label: "Garbage collection",
    group: "tasks",
    told: "Tasks stood still while the JVM collected garbage.",
  },
  io: {
    label: "Files and processes",
    group: "tasks",
    told: "Tasks ran, but not on the CPU: they waited for files, shuffle files or other processes such as Python's.",
  },
  stragglers: {
    label: "Stragglers",
    group: "lost",
    told: "Cores were idle because a stage waited for its last tasks.",
  },
  idle: {
    label: "Idle cores",
    group: "lost",
    told: "Cores were idle because the stages that ran had fewer tasks than there were cores.",
  },
};

export const groupLabels: Readonly<Record<WallGroup, string>> = {
  driver: "In the driver",
  waiting: "Before tasks run",
  tasks: "In tasks",
  lost: "Cores without a task",
};

export const wallParts: readonly string[] = Object.keys(words);

/** Also of a part that a later server may tell of. */
export function partWords(part: string): PartWords {
  return words[part] ?? { label: part.replaceAll("_", " "), group: "lost", told: "" };
}

export interface DrawnPart extends WallShare {
  words: PartWords;
  /** Of the sum of all, 0..1. */
  share: number;
}

/** Those that took any time, in their order. */
export function drawnParts(parts: readonly WallShare[]): DrawnPart[] {
  const whole = parts.reduce((sum, { ms }) => sum + ms, 0);
  const rank = ({ part }: WallShare) => {
    const at = wallParts.indexOf(part);
    return at < 0 ? wallParts.length : at;
  };
  return parts
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => rank(a) - rank(b))
    .map((one) => ({ ...one, words: partWords(one.part), share: one.ms / whole }));
}
