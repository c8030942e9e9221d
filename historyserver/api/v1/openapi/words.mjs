// The words in which the parts of the description are written: JSON Schemas (2020-12, as OpenAPI 3.1
// takes them), parameters and answers.

const kOptional = Symbol("optional");

// A member that may be absent. Null is never written: what is unknown is absent.
export const optional = (schema) => ({ ...schema, [kOptional]: true });

// What Spark's API has not. `schema` may also be a parameter, a header, an operation.
export const own = (schema) => ({
  ...schema,
  "x-afterglow": true,
  description: `Afterglow's own, not in Spark's API. ${schema.description ?? ""}`.trim(),
});

const described = (schema, description) => (description ? { ...schema, description } : schema);

export const ref = (name, description) =>
  described({ $ref: `#/components/schemas/${name}` }, description);
export const text = (description) => described({ type: "string" }, description);
export const flag = (description) => described({ type: "boolean" }, description);
export const word = (words, description) => described({ type: "string", enum: words }, description);
// Spark's Int and Long.
export const int = (description) => described({ type: "integer", format: "int32" }, description);
export const long = (description) => described({ type: "integer", format: "int64" }, description);
export const real = (description) => ref("Double", description);
// A number that is always one.
export const number = (description) => described({ type: "number" }, description);

// Numbers with a unit: it begins the description, so that a reader sees it first.
export const withUnit = (unit, make = long) => (description) =>
  make(description ? `In ${unit}. ${description}` : `In ${unit}.`);
export const ms = withUnit("milliseconds");
export const ns = withUnit("nanoseconds");
export const bytes = withUnit("bytes");
export const date = (description) => ref("Date", description);

export const list = (items, description) => described({ type: "array", items }, description);
export const map = (values, description) =>
  described({ type: "object", additionalProperties: values }, description);
// [key, value]
export const pairs = (description) =>
  list({ type: "array", items: text(), minItems: 2, maxItems: 2 }, description);

// An object with exactly these members.
export const object = (description, members) => ({
  ...described({ type: "object" }, description),
  required: Object.keys(members).filter((name) => !members[name][kOptional]),
  properties: members,
  additionalProperties: false,
});

// The same word for many members: each(long, ["a", "b"]).
export const each = (make, names) => Object.fromEntries(names.map((name) => [name, make()]));

// Parameters. `schema` says what values are understood.
const parameter =
  (place) =>
  (name, schema, description, more = {}) => ({
    name,
    in: place,
    description,
    schema,
    ...more,
  });
export const query = parameter("query");
export const header = parameter("header");
export const path = (name, schema, description) =>
  parameter("path")(name, schema, description, { required: true });
