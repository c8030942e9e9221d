import { fileURLToPath } from "node:url";
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

export default defineConfig({
  // Relative addresses, so that the dashboard also works below a reverse proxy's path.
  base: "./",
  plugins: [svelte({ configFile: false }), paintWhenReady],
  resolve: {
    alias: {
      "@": here("./src"),
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
    proxy: { "/api": process.env["AFTERGLOW_SERVER"] ?? "http://localhost:18080" },
  },
  test: {
    dir: here("../tests/web"),
    include: ["**/*.test.ts"],
    environment: "node",
    globals: true,
  },
});
