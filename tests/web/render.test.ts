import { render } from "svelte/server";
import { type Application, elapsed } from "@/api/applications";
import type { Stage } from "@/api/stages";
import { parseRoute } from "@/base/route";
import ApplicationHeader from "@/pages/application/ApplicationHeader.svelte";
import { StageIndex } from "@/tables/stage_index";
import StagesTable from "@/tables/StagesTable.svelte";
import LongText from "@/widgets/LongText.svelte";
import StatusBadge from "@/widgets/StatusBadge.svelte";
import TaskBar from "@/widgets/TaskBar.svelte";

const hostile = "<script>alert(1)</script>";

test("a status says its word, with an icon that is not read out", () => {
  const { body } = render(StatusBadge, { props: { status: "FAILED" } });
  expect(body).toContain("Failed");
  expect(body).toContain('aria-hidden="true"');
});

test("what failed is told in words, not by the bar alone", () => {
  const { body } = render(TaskBar, {
    props: { succeeded: 1200, failed: 3, running: 2, total: 2000 },
  });
  for (const text of ["1,200", "/2,000", "3 failed", "2 running"]) expect(body).toContain(text);
});

test("a stack trace folds below its first line and its cause, and is escaped", () => {
  const { body } = render(LongText, {
    props: { text: `Job failed ${hostile}\n\tat a.b\nCaused by: Disk full` },
  });
  expect(body).toContain("<details");
  expect(body).toContain("Disk full");
  expect(body).not.toContain("<script>");
});

test("a table row links to its stage, escapes names, and tells the sort order", () => {
  const app = { appId: "app 1" };
  const stage: Partial<Stage> = {
    stageId: 3,
    attemptId: 1,
    status: "COMPLETE",
    name: hostile,
    numTasks: 4,
    numCompleteTasks: 4,
  };
  const stages = [stage as Stage];
  const { body } = render(StagesTable, {
    props: {
      stages,
      index: new StageIndex(app, stages),
      knownUntil: 0,
      route: parseRoute("#/app/app%201/-/stages?sort=-duration"),
      stale: false,
    },
  });
  expect(body).toContain('href="#/app/app%201/-/stage/3/1"');
  expect(body).toContain("&lt;script>alert(1)");
  expect(body).not.toContain("<script>");
  expect(body).toMatch(/aria-sort="descending"[^>]*>\s*(?:<!--.*?-->)*\s*<button[^>]*>\s*Duration/);
});

const application: Application = {
  id: "app-1",
  name: hostile,
  user: "ada",
  startTime: 0,
  lastUpdated: 180_000,
  sparkVersion: "4.0.0",
  state: "running",
  progress: 1,
  logGone: false,
  directory: "/logs",
  findingCount: 0,
  jobs: { running: 0, succeeded: 1, failed: 0 },
  stages: { active: 0, complete: 1, failed: 0, skipped: 0 },
  tasks: { active: 0, complete: 1, failed: 0, killed: 0 },
  taskTime: 0,
  inputBytes: 0,
  shuffleReadBytes: 0,
  shuffleWriteBytes: 0,
  spillBytes: 0,
  job: "a/b",
};

test("an application without an end lasts to its last event, whenever its log was written", () => {
  expect(elapsed({ ...application, lastEvent: 60_000 })).toBe(60_000);
  expect(elapsed(application)).toBe(180_000);
  expect(elapsed({ ...application, endTime: 90_000 })).toBe(90_000);
  expect(render(ApplicationHeader, { props: { application } }).body).toContain("to its last event");
});

test("an application's page says how it got worse, and leads to the runs of its job", () => {
  const band = { median: 60_000, low: 50_000, high: 70_000, runs: 5 };
  const regression = { metric: "duration", value: 180_000, times: 3, band } as const;
  const worse = render(ApplicationHeader, {
    props: { application: { ...application, endTime: 180_000, state: "completed", regression } },
  }).body;
  expect(worse).toContain("It takes longer than usual: ");
  expect(worse).toContain('<a href="#/job/a%2Fb">Runs of this job</a>');
  expect(render(ApplicationHeader, { props: { application } }).body).not.toContain("usual");
});
