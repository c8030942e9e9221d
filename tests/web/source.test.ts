import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a reviewer would have to look for in every file. */
const root = fileURLToPath(new URL("../../web/src/", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(svelte|ts|css)$/.test(name))
  .map((name) => ({ name: name.replaceAll("\\", "/"), text: readFileSync(root + name, "utf8") }));

const colour =
  /#[0-9a-f]{3,8}\b(?=\s*[;,)"'])|\b(?:rgb|rgba|hsl|hsla|oklch|lab|color)\(|:\s*(?:black|white|red|green|blue|gr[ae]y|orange|yellow|purple)\b\s*;/i;

test("colours stand in tokens.css alone", () => {
  const strays = files.filter(({ name, text }) => name !== "tokens.css" && colour.test(text));
  expect(strays.map(({ name }) => name)).toEqual([]);
});

test("every token used exists", () => {
  const tokens = files.find(({ name }) => name === "tokens.css")?.text ?? "";
  const used = files.flatMap(({ name, text }) =>
    [...text.matchAll(/var\((--[a-z0-9-]+)\)/g)].map(([, token]) => `${name}: ${token}`),
  );
  expect(used.filter((use) => !tokens.includes(`${use.split(": ")[1]}:`))).toEqual([]);
});

test("markup is never built from text, and styles are never attributes", () => {
  const strays = files.filter(({ text }) => /\{@html|innerHTML|\sstyle=/.test(text));
  expect(strays.map(({ name }) => name)).toEqual([]);
});

test("files stay small", () => {
  expect(files.filter(({ text }) => text.split("\n").length > 400).map(({ name }) => name)).toEqual(
    [],
  );
});

/** Who may include whom; the entry (main.ts, App.svelte, pages.ts) may include all. */
const allowed: Record<string, readonly string[]> = {
  base: ["base"],
  api: ["base", "api"],
  widgets: ["base", "widgets"],
  tables: ["base", "api", "widgets", "tables"],
  pages: ["base", "api", "widgets", "tables", "pages"],
};

test("includes point one way", () => {
  const strays = files.flatMap(({ name, text }) => {
    const [folder = "", page] = name.split("/");
    const reachable = allowed[folder];
    if (!reachable) return [];
    return [...text.matchAll(/(?:from|import) "(\.[^"]+)"/g)].flatMap(([, target = ""]) => {
      const path = new URL(target, `file:///${name}`).pathname.slice(1).split("/");
      const foreignPage = folder === "pages" && path[0] === "pages" && path[1] !== page;
      return reachable.includes(path[0] ?? "") && !foreignPage ? [] : `${name} -> ${target}`;
    });
  });
  expect(strays).toEqual([]);
});

test("the gallery shows every widget", () => {
  const shown = files.filter(({ name }) => name.startsWith("pages/gallery/"));
  const widgets = files.filter(({ name }) => /^widgets\/\w+\.svelte$/.test(name));
  expect(widgets.length).toBeGreaterThan(0);
  // Parts of other widgets are shown with them.
  const parts = [
    ...["ArrowHead", "CoresArea", "ExecutorMarks", "HeatLegend", "Icon", "LaneCanvas", "LaneLegend"],
    ...["MarginHistogram", "PartSwatch"],
  ].map((name) => `widgets/${name}.svelte`);
  const missing = widgets
    .map(({ name }) => name)
    .filter((name) => !parts.includes(name) && !shown.some(({ text }) => text.includes(name)));
  expect(missing).toEqual([]);
});
