// Turns the built dashboard into sources: an assembler file that includes the bytes, plain and
// gzipped, and a C++ file with their table.
//   node embed_assets.mjs DIST_FOLDER OUTPUT_FOLDER   ->  assets.S, assets.cpp, *.gz
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const [dist, output] = process.argv.slice(2);
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

const filesIn = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

mkdirSync(output, { recursive: true });
const assembler = ['.section .rodata, "a"'];
const declarations = [];
const rows = [];
const include = (symbol, file) => {
  assembler.push(`.global ${symbol}`, `${symbol}:`, `.incbin "${file}"`);
  assembler.push(`.global ${symbol}_end`, `${symbol}_end:`, ".byte 0");
  declarations.push(`extern const char ${symbol}[];`, `extern const char ${symbol}_end[];`);
  return `{${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}`;
};
filesIn(dist)
  .sort()
  .forEach((file, index) => {
    const content = readFileSync(file);
    const gzipped = join(output, `${index}.gz`);
    writeFileSync(gzipped, gzipSync(content, { level: 9 }));
    const type = types[extname(file)];
    if (!type) throw new Error(`no content type is known for ${file}`);
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
    const path = "/" + relative(dist, file);
    const plain = include(`afterglow_asset_${index}`, file);
    const packed = include(`afterglow_asset_${index}_gz`, gzipped);
    rows.push(`    {"${path}", "${type}", "\\"${hash}\\"", ${plain}, ${packed}},`);
  });
assembler.push('.section .note.GNU-stack, "", @progbits', "");

writeFileSync(join(output, "assets.S"), assembler.join("\n"));
writeFileSync(
  join(output, "assets.cpp"),
  `#include "historyserver/api/assets.h"

extern "C" {
${declarations.join("\n")}
}

namespace afterglow::history {

std::span<const Asset> embedded_assets() {
  static const Asset assets[] = {
${rows.join("\n")}
  };
  return assets;
}

}  // namespace afterglow::history
`,
);
