// One OpenAPI 3.1 document from the parts of an API's description.

import { failure, ofALog } from "./answers.mjs";

const parameter = (name) => ({ $ref: `#/components/parameters/${name}` });

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

const pathsOf = ({ routes, appRoutes }) =>
  Object.fromEntries([
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

// Every part must be there that another one names.
const check = (document) => {
  const references = JSON.stringify(document).matchAll(/#\/components\/(\w+)\/([\w-]+)/g);
  for (const [, kind, name] of references) {
    if (!document.components[kind][name]) throw new Error(`nothing in ${kind} is called ${name}`);
  }
  return document;
};

export const documentOf = (version, api) =>
  check({
    openapi: "3.1.0",
    info: {
      title: api.title,
      version,
      description: api.description,
      license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: api.base }],
    // As Spark's server without authentication: who can reach it may ask.
    security: [],
    tags: Object.entries(api.tags).map(([name, text]) => ({ name, description: text })),
    paths: pathsOf(api),
    components: {
      schemas: api.schemas,
      parameters: api.parameters,
      headers: api.headers,
      responses: api.responses,
    },
  });
