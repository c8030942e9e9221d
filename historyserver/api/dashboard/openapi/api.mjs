// What the dashboard asks about insights, for other programs: in the words of v1's description.

import { headers, responses } from "../../v1/openapi/answers.mjs";
import { parameters } from "./parameters.mjs";
import { appRoutes, routes } from "./routes.mjs";
import { schemas as comparison } from "./schemas/comparison.mjs";
import { schemas as fleet } from "./schemas/fleet.mjs";
import { schemas as insights } from "./schemas/insights.mjs";
import { schemas as runs } from "./schemas/runs.mjs";

const description = `What Afterglow concludes from event logs: why an application was slow, what differs between two \
runs, which jobs got worse, and what runs cost. The dashboard asks the same and more; its other routes are its own and \
change with it.

The route below an application stands here twice. Applications whose cluster manager counts attempts are asked by \
\`/applications/{appId}/{attemptId}/...\`, all others by \`/applications/{appId}/...\`; the wrong form is 404.

Moments are milliseconds since 1970. Members without a value are absent, never null. HEAD is answered as GET without \
the body. Every route answers with compressed bodies (zstd, gzip) to clients that accept them.`;

const tags = {
  server: "The server itself.",
  insights: "What is said about one application, and about two side by side.",
  jobs: "Jobs: what runs again and again under one key. Not the jobs of one application.",
  fleet: "What all runs cost.",
  alerts: "What somebody was told of.",
};

const pick = (parts, names) => Object.fromEntries(names.map((name) => [name, parts[name]]));

export const api = {
  base: "/api/dashboard",
  title: "Afterglow insights",
  description,
  tags,
  routes,
  appRoutes,
  parameters,
  headers: pick(headers, ["ETag", "Afterglow-Progress", "Retry-After"]),
  responses: pick(responses, ["NotModified", "BadParameter", "NotFound", "StillRead", "Failure"]),
  schemas: { ...insights, ...comparison, ...runs, ...fleet },
};
