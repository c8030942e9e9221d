import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page is painted once its theme is known: no flash of the other one. */
const paintWhenReady: Plugin = {
  name: "paint-when-ready",
  transformIndexHtml: {
    order: "post",
    handler: (html) =>
      html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

const firstLoadLimit = 100 * 1024;

/** Whatever page one comes to first: what its visit loads stays small, or the build fails. */
const firstLoadBudget: Plugin = {
  name: "first-load-budget",
  generateBundle(_options, bundle) {
    const sizeOf = (name: string) => {
      const file = bundle[name];
      if (!file) return 0;
      return gzipSync(file.type === "chunk" ? file.code : file.source, { level: 9 }).length;
    };
    const reached = (name: string, files = new Set<string>()): Set<string> => {
      const chunk = bundle[name];
      if (files.has(name) || chunk?.type !== "chunk") return files;
      files.add(name);
      for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
      for (const other of chunk.imports) reached(other, files);
      return files;
    };
    const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
    const entry = chunks.find(({ isEntry }) => isEntry);
    if (!entry) return;
    for (const first of [entry.fileName, ...entry.dynamicImports]) {
      const files = new Set([...reached(entry.fileName), ...reached(first)]);
      const size = [...files].reduce((sum, name) => sum + sizeOf(name), 0);
      if (size > firstLoadLimit) this.error(`${first}: its first load is ${size} bytes gzipped`);
    }
  },
};

export default defineConfig({
  // Relative addresses, so that the dashboard also works below a reverse proxy's path.
  base: "./",
  plugins: [svelte({ configFile: false }), paintWhenReady, firstLoadBudget],
  resolve: {
    alias: {
      "@": here("./src"),
      // What the documents say of tables is shown beside the SQL console.
      "@docs": here("../docs"),
      // The specs live outside this folder, where a bare import would not be found.
      "svelte/server": here("./node_modules/svelte/src/server/index.js"),
    },
  },
  build: {
    target: "es2022",
    // A data: URI would need a wider content security policy than `default-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    fs: { allow: [here("."), here("../docs")] },
    proxy: { "/api": process.env["AFTERGLOW_SERVER"] ?? "http://localhost:18080" },
  },
  test: {
    dir: here("../tests/web"),
    include: ["**/*.test.ts"],
    environment: "node",
    globals: true,
  },
});
