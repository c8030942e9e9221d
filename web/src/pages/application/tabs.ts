export const tabKeys = ["overview", "jobs", "stages", "executors"] as const;
export type TabKey = (typeof tabKeys)[number];
