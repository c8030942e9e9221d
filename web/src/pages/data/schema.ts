/** What docs/schema.md tells of the database: tables, columns, and queries to begin with. */
export interface SchemaColumn {
  name: string;
  type: string;
  unit: string;
  meaning: string;
}

export interface SchemaTable {
  name: string;
  section: string;
  text: string;
  columns: readonly SchemaColumn[];
}

export interface Example {
  title: string;
  sql: string;
}

export interface Schema {
  tables: readonly SchemaTable[];
  examples: readonly Example[];
}

const metricsRow = "| *metrics* |";
const shared = "Metrics";

/** Without the signs of Markdown. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .trim();
}

function columnOf(line: string): SchemaColumn {
  const [, name = "", type = "", unit = "", meaning = ""] = line.split(/(?<!\\)\|/).map(plain);
  return { name, type, unit, meaning };
}

export function parseSchema(markdown: string): Schema {
  const tables: { name: string; section: string; text: string; columns: SchemaColumn[] }[] = [];
  const withMetrics = new Set<string>();
  const examples: Example[] = [];
  let section = "";
  let paragraph = "";
  let ended = true;
  let sql: string[] | undefined;
  for (const line of markdown.split("\n")) {
    const table = tables.at(-1);
    if (sql) {
      if (line === "```") {
        examples.push({ title: paragraph.replace(/:$/, ""), sql: sql.join("\n") });
        sql = undefined;
      } else sql.push(line);
    } else if (line === "```sql") sql = [];
    else if (line.startsWith("## ")) {
      section = plain(line.slice(3));
    } else if (line.startsWith("### ")) {
      tables.push({ name: plain(line.slice(4)), section, text: "", columns: [] });
    } else if (line.startsWith("| `")) table?.columns.push(columnOf(line));
    else if (line.startsWith(metricsRow) && table) withMetrics.add(table.name);
    else if (line === "") ended = true;
    else if (!line.startsWith("|") && !line.startsWith("```")) {
      paragraph = ended ? plain(line) : plain(`${paragraph} ${line}`);
      ended = false;
      if (table?.section === section && table.columns.length === 0) table.text = paragraph;
    }
  }
  const metrics = tables.find(({ name }) => name === shared)?.columns ?? [];
  return {
    tables: tables
      .filter(({ name }) => name !== shared)
      .map((one) =>
        withMetrics.has(one.name) ? { ...one, columns: [...one.columns, ...metrics] } : one,
      ),
    examples: examples.filter(({ title }) => title !== ""),
  };
}

/** The tables with a word in their name or text, or with such a column. */
export function findTables(tables: readonly SchemaTable[], search: string): SchemaTable[] {
  const wanted = search.trim().toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  return tables.filter(
    ({ name, text, columns }) =>
      has(name) || has(text) || columns.some((one) => has(one.name) || has(one.meaning)),
  );
}
