// Writes the OpenAPI 3.1 documents of both APIs where the server finds its files.
//   node build.mjs VERSION-OF-AFTERGLOW FOLDER   ->  api/v1/openapi.json, api/dashboard/openapi.json

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { api as dashboard } from "../../dashboard/openapi/api.mjs";
import { api as v1 } from "./api.mjs";
import { documentOf } from "./document.mjs";

const [version, output] = process.argv.slice(2);
for (const api of [v1, dashboard]) {
  const folder = join(output, api.base);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(documentOf(version, api), null, 1);
  writeFileSync(join(folder, "openapi.json"), text + "\n");
}
