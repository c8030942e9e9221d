// What Afterglow answers as Spark's server does, and adds to it.

import { headers, responses } from "./answers.mjs";
import { parameters } from "./parameters.mjs";
import { appRoutes, routes } from "./routes.mjs";
import { schemas as applications } from "./schemas/applications.mjs";
import { schemas as common } from "./schemas/common.mjs";
import { schemas as executors } from "./schemas/executors.mjs";
import { schemas as jobs } from "./schemas/jobs.mjs";
import { schemas as sql } from "./schemas/sql.mjs";
import { schemas as streaming } from "./schemas/streaming.mjs";
import { schemas as tasks } from "./schemas/tasks.mjs";

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

export const api = {
  base: "/api/v1",
  title: "Afterglow history server",
  description,
  tags,
  routes,
  appRoutes,
  parameters,
  headers,
  responses,
  schemas: { ...common, ...applications, ...jobs, ...tasks, ...executors, ...sql, ...streaming },
};
