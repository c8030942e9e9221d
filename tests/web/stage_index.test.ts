import type { Stage } from "@/api/stages";
import { StageIndex, stageLabel } from "@/tables/stage_index";

const stage = (stageId: number, attemptId: number) => ({ stageId, attemptId }) as Stage;
const index = new StageIndex({ appId: "a" }, [stage(2, 0), stage(1, 1), stage(1, 0)]);

test("the latest attempt stands for the stage", () => {
  expect(stageLabel(index.latest(1) as Stage)).toBe("1 (attempt 1)");
  expect(index.of(1).map(stageLabel)).toEqual(["1", "1 (attempt 1)"]);
  expect(index.latest(9)).toBeUndefined();
});
