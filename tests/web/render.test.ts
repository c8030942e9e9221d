import { render } from "svelte/server";
import type { Stage } from "@/api/stages";
import { parseRoute } from "@/base/route";
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
