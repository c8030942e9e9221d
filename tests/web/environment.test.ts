import { changeOf, loadDefaults } from "@/pages/environment/defaults";
import { found, isRedacted } from "@/pages/environment/groups";
import { resourceRows } from "@/tables/resource_rows";
import { quoted } from "@/base/text";
import { propertiesFile, submitCommand } from "@/pages/environment/submit_command";

const secret = "*********(redacted)";

test.each([
  ["local[2]", "'local[2]'"],
  ["yarn", "yarn"],
  ["a b", "'a b'"],
  ["it's", "'it'\\''s'"],
  ["$HOME", "'$HOME'"],
  ["", "''"],
  ["k=v,w:1/2", "k=v,w:1/2"],
  ["a\nb", "'a\nb'"],
])("quoted(%j)", (text, word) => expect(quoted(text)).toBe(word));

test("a submit command has what somebody set: options first, no secrets, nothing of the run", () => {
  const { text, withheld } = submitCommand([
    ["spark.app.id", "app-1"],
    ["spark.app.name", "my job"],
    ["spark.driver.host", "10.0.0.1"],
    ["spark.hadoop.fs.s3a.secret.key", secret],
    ["spark.master", "yarn"],
    ["spark.sql.shuffle.partitions", "6"],
  ]);
  expect(text).toBe(
    "spark-submit \\\n  --master yarn \\\n  --name 'my job' \\\n  --conf spark.sql.shuffle.partitions=6",
  );
  expect(withheld).toEqual(["spark.hadoop.fs.s3a.secret.key"]);
});

test("a properties file escapes what would be read otherwise, and has no secrets", () => {
  const text = propertiesFile([
    ["spark.a", " two  blanks"],
    ["odd key:=", "c:\\temp\nnext"],
    ["spark.password", secret],
  ]);
  expect(text).toBe("spark.a=\\ two  blanks\nodd\\ key\\:\\==c:\\\\temp\\nnext\n");
});

test("a secret is known by what stands in its place, wherever it stands", () => {
  expect(isRedacted(secret)).toBe(true);
  expect(isRedacted(`-Dpassword=${secret}`)).toBe(true);
  expect(isRedacted("redacted")).toBe(false);
});

test("properties are found by name or value, every word of the search", () => {
  const properties = [
    ["spark.master", "yarn"] as const,
    ["spark.app.name", "Master plan"] as const,
  ];
  expect(found(properties, "")).toBe(2);
  expect(found(properties, " master ")).toBe(2);
  expect(found(properties, "master plan")).toBe(1);
});

test("resources of a profile tell memory in bytes and the rest in pieces", () => {
  const rows = resourceRows({
    id: 1,
    executorResources: {
      memory: { resourceName: "memory", amount: 1024 },
      gpu: { resourceName: "gpu", amount: 2, discoveryScript: "/find", vendor: "v" },
    },
    taskResources: { cpus: { resourceName: "cpus", amount: 0.5 } },
  });
  expect(rows.map(({ scope, name, amount }) => [scope, name, amount])).toEqual([
    ["each executor", "memory", "1 GiB"],
    ["each executor", "gpu", "2"],
    ["each task", "cpus", "0.5"],
  ]);
});

test.each([
  ["spark.a", "1024m", "1g", "same"],
  ["spark.a", "1073741824b", "1g", "same"],
  ["spark.a", "1 g", "1g", "changed"],
  ["spark.a", "60s", "1min", "same"],
  ["spark.a", "60000ms", "60s", "same"],
  ["spark.a", "60", "60s", "changed"],
  ["spark.a", "TRUE", "true", "same"],
  ["spark.a", "200", "200", "same"],
  ["spark.a", "0200", "200", "same"],
  ["spark.a", "99999999999999999999", "99999999999999999998", "changed"],
  ["spark.a", "", "", "same"],
  ["spark.a", "x", "", "changed"],
  ["spark.b", "x", "x", "none"],
  ["toString", "x", "x", "none"],
])("%s = %s, where the default is %s: %s", (name, value, usual, change) => {
  const known = { spark: "4.3.0", defaults: { "spark.a": usual } };
  expect(changeOf(name, value, known)).toBe(change);
  expect(changeOf(name, value, undefined)).toBe("none");
});

test("the table of defaults is of the version that it states, and knows what people set", async () => {
  const { spark, defaults } = await loadDefaults();
  expect(spark).toMatch(/^\d+\.\d+\.\d+$/);
  expect(defaults).toMatchObject({
    "spark.executor.memory": "1g",
    "spark.sql.shuffle.partitions": "200",
    "spark.dynamicAllocation.enabled": "false",
  });
});
