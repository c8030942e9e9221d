#!/usr/bin/env python3
"""Checks each source file by itself: its length, and that heavy headers stay in their wrapper.

Ends with "N passed, N failed", a file being one case.
"""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAX_LINES = 400
# Header pattern -> the only files (or folders) that may include it.
HEAVY = {
    r"httplib\.h": ["historyserver/api/http_server.cpp", "historyserver/alerts/webhook.cpp"],
    r"boost/program_options": [
        "historyserver/command_line.cpp",
        "historyserver/query/command_words.cpp",
        "submit/cli/command_line.cpp",
    ],
    r"boost/(asio|beast)": ["common/net/"],
    r"openssl/": ["common/base/hmac.cpp", "historyserver/alerts/webhook.cpp"],
    r"nlohmann/": [
        "common/json/json.cpp",
        "historyserver/store/json_events.cpp",
        "historyserver/store/json_text.cpp",
    ],
    r"spdlog/": ["common/base/logging.cpp"],
    r"simdjson\.h": ["historyserver/events/", "historyserver/store/json_text_read.cpp"],
    r"sqlite3(ext)?\.h": ["common/sqlite/sqlite_api.h", "historyserver/extension/"],
    r"common/sqlite/sqlite_api\.h": [
        "common/sqlite/database.cpp",
        "historyserver/store/task_cursor.",
        "historyserver/store/task_sql_metric_cursor.",
        "historyserver/store/task_table",
        "historyserver/store/user_query.cpp",
        "historyserver/store/virtual_table.h",
    ],
    r"archive(_entry)?\.h": ["historyserver/api/zip_stream.cpp"],
    r"zlib\.h": ["historyserver/api/content_encoding.cpp", "submit/resolve/jar_file.cpp"],
    r"(zstd|lz4|snappy|liblzf/lzf)\.h": [
        "historyserver/api/content_encoding.cpp",
        "historyserver/codec/",
    ],
    r"xxhash\.h": ["historyserver/codec/", "historyserver/store/text_hash.cpp"],
}


def problems_of(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    lines = text.count("\n")
    if lines > MAX_LINES and "Longer than" not in text:
        yield f"{path}: {lines} lines; split it, or say why (\"Longer than ...\")"
    if not text.endswith("\n") or re.search(r"[ \t]+$", text, re.M):
        yield f"{path}: trailing blanks, or no newline at the end"
    if not path.endswith((".cpp", ".h")) or path.startswith("tests/"):
        return
    for pattern, owners in HEAVY.items():
        if re.search(rf'^#include [<"]{pattern}', text, re.M) and not path.startswith(tuple(owners)):
            yield f"{path}: only {', '.join(owners)} may include {pattern}"


def main():
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    suffixes = (".cpp", ".h", ".ts", ".svelte", ".py", ".sh", ".css", ".mjs", ".txt", ".cmake", ".sql")
    files = [f for f in listing.stdout.splitlines() if f.endswith(suffixes) or f == "afterglow"]
    files = [f for f in files if os.path.exists(os.path.join(ROOT, f))]
    failed = 0
    for path in files:
        problems = list(problems_of(path))
        failed += bool(problems)
        print(*problems, sep="\n", end="\n" if problems else "")
    if not files:
        sys.exit("no source files found")
    print(f"files: {len(files) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
