import { int, own, ref, text } from "./words.mjs";

const header = (schema, description) => ({ description, schema });

// Under their names in components/headers.
export const headers = {
  ETag: own(
    header(
      text(),
      "Differs when the answer does, for `If-None-Match`. Absent from long answers about logs that still change.",
    ),
  ),
  "X-Total-Count": own(header(int(), "How many there are on all pages together.")),
  Link: own(
    header(
      text(),
      "Where the answer is a page: the addresses of the `first`, `prev`, `next` and `last` one (RFC 8288).",
    ),
  ),
  "Afterglow-Progress": own(
    header(
      { type: "number", minimum: 0, maximum: 1 },
      "How much of the log the answer is made of. Absent when that is all.",
    ),
  ),
  "Retry-After": own(header(int(), "In seconds.")),
  "Content-Disposition": header(
    text(),
    "`attachment; filename=eventLogs-APP.zip`, or `-APP-ATTEMPT.zip`.",
  ),
};
const headersOf = (names) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const message = (description, example) => ({
  description,
  content: { "text/plain": { schema: text(), ...(example ? { example } : {}) } },
});

// Under their names in components/responses: what went wrong.
export const responses = {
  NotModified: own({
    description: "304: the client has this answer already.",
    headers: headersOf(["ETag"]),
  }),
  BadParameter: message(
    "A parameter that cannot be understood; the text says which.",
    'Bad value for parameter "quantiles".  Expected a double, got "x"',
  ),
  BadDate: {
    description: "A date or `sortBy` that cannot be understood.",
    content: {
      "application/json": {
        schema: text("Bare text, no JSON: Spark's server labels this one so."),
        example: "Couldn't parse date: x",
      },
      "text/plain": { schema: text() },
    },
  },
  UnknownApplication: message("There is none.", "unknown app: app-1"),
  NotFound: {
    description:
      "As text: there is no such application, attempt, job, ... As HTML: a number or word among the " +
      "parameters that cannot be understood, or a number in the path that is too large.",
    content: {
      "text/plain": { schema: text(), example: "no such app: app-1" },
      "text/html": { schema: text() },
    },
  },
  BadValue: {
    description: "A number or word among the parameters that cannot be understood.",
    content: { "text/html": { schema: text() } },
  },
  StillRead: {
    description: "The log is still being read for the first time, and a minute has passed.",
    headers: headersOf(["Retry-After"]),
    content: {
      "text/plain": {
        schema: text(),
        example: "The event log is still being read (40 %); try again.",
      },
    },
  },
  NoStreamingListener: message(
    "Always: event logs tell nothing of these streams (DStreams), only a running driver does.",
    "no streaming listener attached to app",
  ),
  NoThreadDump: message(
    "Always: only a running driver can tell.",
    "Thread dumps not available through the history server.",
  ),
  NoLogs: message("The files of the log are gone.", "Event logs are not available for app: app-1."),
  Failure: message("The database of the application cannot be read; the server's log says why."),
};
export const failure = (name) => ({ $ref: `#/components/responses/${name}` });

const answer = (description, schema, headerNames, more = {}) => ({
  description,
  headers: headersOf(headerNames),
  content: { "application/json": { schema }, ...more },
});

// 200: one object, a page of a list.
export const one = (schema, description = "It.", more) =>
  answer(description, ref(schema), ["ETag"], more);
export const page = (
  schema,
  description = "A page of them; all unless a part is asked for.",
  more,
) =>
  answer(
    description,
    { type: "array", items: ref(schema) },
    ["ETag", "X-Total-Count", "Link"],
    more,
  );
export const archive = (description) => ({
  description,
  headers: headersOf(["Content-Disposition"]),
  content: { "application/octet-stream": {} },
});
// The same with what is known of a log only while it is read.
export const ofALog = (answered) => ({
  ...answered,
  headers: { ...answered.headers, ...headersOf(["Afterglow-Progress"]) },
});

// An operation.
export const get = (id, tag, summary, description, parameters, responses) => ({
  operationId: id,
  tags: [tag],
  summary,
  ...(description ? { description } : {}),
  parameters,
  responses,
});
