import type { Operation } from "@/api/sessions";
import {
  listQuery,
  operationColumns,
  operationStatuses,
  sessionColumns,
  stepsOf,
} from "@/pages/sessions/columns";

function operation(rest: Partial<Operation>): Operation {
  return {
    ...{ id: "1", operationId: "", sessionId: "s", user: "u", userName: "", statement: "" },
    ...{ groupId: "", status: "FINISHED", state: "CLOSED", startTime: 100, executionTime: 0 },
    ...{ duration: 0, sessionTags: [], jobIds: [], sqlExecutionIds: [] },
    ...rest,
  };
}

test.each([
  [{}, [["Started", 100, undefined]]],
  [
    { compiledTime: 120, readyTime: 150, finishTime: 400, closeTime: 390 },
    [
      ["Started", 100, undefined],
      ["Compiled", 120, 20],
      ["Ready", 150, 30],
      ["Finished", 400, 250],
      ["Closed", 390, 0],
    ],
  ],
  [
    { status: "FAILED", finishTime: 130 },
    [
      ["Started", 100, undefined],
      ["Failed", 130, 30],
    ],
  ],
] as const)("the steps of %j", (rest, steps) => {
  const told = stepsOf(operation(rest));
  expect(told.map(({ label, time, after }) => [label, time, after])).toEqual(steps);
});

test("each server has the columns that it tells of", () => {
  const keys = (kind: "connect" | "thrift", one = false) =>
    operationColumns(kind, one).map(({ key }) => key);
  expect(keys("connect")).toContain("queries");
  expect(keys("thrift")).not.toContain("queries");
  expect(keys("thrift")).toContain("groupId");
  expect(keys("connect", true)).not.toContain("sessionId");
  expect(sessionColumns("thrift").map(({ key }) => key)).toContain("ip");
  expect(sessionColumns("connect").map(({ key }) => key)).not.toContain("ip");
});

test.each([
  [{}, { sort: "startTime", descending: true, offset: 0, limit: 100, search: "", status: "" }],
  [
    { q: " x ", status: "failed", sort: "-duration", page: "3", size: "25" },
    { sort: "duration", descending: true, offset: 50, limit: 25, search: "x", status: "FAILED" },
  ],
  [
    { status: "lost", sort: "jobs" },
    { sort: "startTime", descending: true, offset: 0, limit: 100, search: "", status: "" },
  ],
])("the address %j asks for", (query, wanted) => {
  const columns = operationColumns("connect", false);
  expect(listQuery(query, columns, operationStatuses)).toEqual(wanted);
});
