// Puts the parts of the description together into one OpenAPI 3.1 document.
//   node build.mjs VERSION-OF-AFTERGLOW OUTPUT.json

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { failure, headers, ofALog, responses } from "./answers.mjs";
import { parameters } from "./parameters.mjs";
import { appRoutes, routes } from "./routes.mjs";
import { schemas as applications } from "./schemas/applications.mjs";
import { schemas as common } from "./schemas/common.mjs";
import { schemas as executors } from "./schemas/executors.mjs";
import { schemas as jobs } from "./schemas/jobs.mjs";
import { schemas as sql } from "./schemas/sql.mjs";
import { schemas as streaming } from "./schemas/streaming.mjs";
import { schemas as tasks } from "./schemas/tasks.mjs";

const [version, output] = process.argv.slice(2);

const description = `Apache Spark's REST API about applications that ran or run, answered from their event logs as \
Spark 4.3.0's history server answers it, with additions: whatever is marked \`x-afterglow\` is Afterglow's own.

Every route below an application stands here twice. Applications whose cluster manager counts attempts are asked by \
\`/applications/{appId}/{attemptId}/...\`, all others by \`/applications/{appId}/...\`; the wrong form is 404.

Members without a value are absent, never null. Texts are raw and may hold HTML. HEAD is answered as GET without \
the body, other methods with 405. Every route answers with compressed bodies (zstd, gzip) to clients that accept them.`;

const tags = {
  server: "The server itself.",
  applications: "Applications, their attempts and their logs.",
  jobs: "Jobs.",
  stages: "Stages.",
  tasks: "The tasks of a stage.",
  executors: "Executors, the driver and other processes.",
  environment: "How an application was set up.",
  storage: "Cached RDDs.",
  sql: "Spark SQL.",
  streaming: "Structured streaming. Spark's API has nothing of it.",
  live: "What only a running driver can tell, with what Spark's history server says then.",
};

const parameter = (name) => {
  if (!parameters[name]) throw new Error(`no parameter is called ${name}`);
  return { $ref: `#/components/parameters/${name}` };
};

// A path with its operation; what stands in braces are parameters.
const item = (path, operation) => ({
  ...(path.includes("{")
    ? { parameters: [...path.matchAll(/{(\w+)}/g)].map((found) => parameter(found[1])) }
    : {}),
  get: { ...operation, parameters: operation.parameters.map(parameter) },
});

// What every route below an application has.
const ofApplication = (operation) => {
  const { 200: answer, ...errors } = operation.responses;
  return {
    ...operation,
    parameters: [...operation.parameters, ...(answer ? ["ifNoneMatch"] : []), "prefer"],
    responses: {
      ...(answer ? { 200: ofALog(answer), 304: failure("NotModified") } : {}),
      500: failure("Failure"),
      503: failure("StillRead"),
      ...errors,
    },
  };
};
const ofAttempt = (operation) => ({
  ...operation,
  operationId: `${operation.operationId}OfAttempt`,
  summary: `${operation.summary} (of an attempt)`,
});

const paths = Object.fromEntries([
  ...Object.entries(routes).map(([path, operation]) => [path, item(path, operation)]),
  ...Object.entries(appRoutes).flatMap(([tail, route]) => {
    const operation = ofApplication(route);
    const path = `/applications/{appId}/${tail}`;
    const withAttempt = `/applications/{appId}/{attemptId}/${tail}`;
    return [
      [path, item(path, operation)],
      [withAttempt, item(withAttempt, ofAttempt(operation))],
    ];
  }),
]);

const document = {
  openapi: "3.1.0",
  info: {
    title: "Afterglow history server",
    version,
    description,
    license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/api/v1" }],
  // As Spark's server without authentication: who can reach it may ask.
  security: [],
  tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
  paths,
  components: {
    schemas: { ...common, ...applications, ...jobs, ...tasks, ...executors, ...sql, ...streaming },
    parameters,
    headers,
    responses,
  },
};

mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, JSON.stringify(document, null, 1) + "\n");
