// An event log of an application that serves Spark Connect and JDBC clients: as their servers write it,
// in as few events as show every state.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const connect = "org.apache.spark.sql.connect.service.SparkListenerConnect";
const thrift = "org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServer";
const start = 1_763_700_000_000;

function* connectSession(sessionId, userId, begin) {
  yield { Event: `${connect}SessionStarted`, sessionId, userId, eventTime: begin };
  for (const [index, end] of ["Finished", "Failed", "Canceled", undefined].entries()) {
    const jobTag = `SparkConnect_OperationTag_User_${userId}_Session_${sessionId}_Operation_${index}`;
    const at = begin + 1000 * index;
    const step = (name, after, rest = {}) => ({
      ...{ Event: `${connect}Operation${name}`, jobTag, operationId: `${index}-of-${sessionId}` },
      ...{ eventTime: at + after, ...rest },
    });
    yield step("Started", 0, {
      ...{ sessionId, userId, userName: "", sparkSessionTags: index === 0 ? ["nightly"] : [] },
      statementText: `root {\n  sql: "SELECT <i>${index}</i>"\n}`,
    });
    yield step("Analyzed", 20);
    yield step("ReadyForExecution", 35);
    if (end === undefined) continue;
    const errorMessage = "[TABLE_OR_VIEW_NOT_FOUND] no <b>such</b> table\n\tat a.b.C.d(C.java:1)";
    yield step(end, 500, end === "Failed" ? { errorMessage } : { producedRowCount: 1234 });
    yield step("Closed", 700);
  }
}

function* thriftSession(sessionId, begin) {
  yield { Event: `${thrift}SessionCreated`, ip: "10.0.0.9", sessionId, userName: "jdbc", startTime: begin };
  for (const [index, end] of ["Finish", "Error"].entries()) {
    const id = `${sessionId}-${index}`;
    yield {
      ...{ Event: `${thrift}OperationStart`, id, sessionId, userName: "jdbc" },
      ...{ statement: `SELECT ${index} FROM sales`, startTime: begin + 100, groupId: `group-${id}` },
    };
    yield { Event: `${thrift}OperationParsed`, id, executionPlan: "== Physical Plan ==\nScan" };
    const trace = { errorMsg: "boom", errorTrace: "boom\n\tat a.b.C.d(C.java:1)" };
    const finish = { id, finishTime: begin + 400 };
    yield { Event: `${thrift}Operation${end}`, ...finish, ...(end === "Error" ? trace : {}) };
    yield { Event: `${thrift}OperationClosed`, id, closeTime: begin + 600 };
  }
  yield { Event: `${thrift}SessionClosed`, sessionId, finishTime: begin + 5000 };
}

function* events() {
  yield { Event: "SparkListenerLogStart", "Spark Version": "4.3.0" };
  yield {
    ...{ Event: "SparkListenerApplicationStart", "App Name": "served", "App ID": "app-served" },
    ...{ Timestamp: start, User: "ann" },
  };
  yield* connectSession("c0ffee00-0000", "ann", start + 1000);
  yield* thriftSession("beef0000-0000", start + 2000);
  yield* thriftSession("beef0001-0000", start + 9000);
  yield { Event: "SparkListenerApplicationEnd", Timestamp: start + 60_000 };
}

export function writeSessionLog(folder) {
  const lines = [...events()].map((event) => `${JSON.stringify(event)}\n`);
  writeFileSync(join(folder, "app-served"), lines.join(""));
}
