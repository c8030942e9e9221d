#!/usr/bin/env python3
"""Checks that every include and import goes in a direction that layers.txt allows.

A file belongs to the longest folder of the list that holds it. Ends with "N passed, N failed", a
file being one case.
"""

import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
IMPORT = re.compile(r"""(?:^|[\s;}])(?:import|export)\s[^;'"]*?['"](@/|\.{1,2}/)([^'"]+)['"]|import\s+['"](@/|\.{1,2}/)([^'"]+)['"]""", re.M)


def read_layers():
    allowed = {}
    with open(os.path.join(HERE, "layers.txt"), encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line:
                folder, _, others = line.partition("<-")
                allowed[folder.strip()] = set(others.split())
    return allowed


def layer_of(path, allowed):
    folder = os.path.dirname(path)
    while folder:
        if folder in allowed:
            return folder
        folder = os.path.dirname(folder)
    return None


def targets(path, text):
    """The files that a source names, as paths from the root."""
    if path.endswith((".cpp", ".h")):
        return INCLUDE.findall(text)
    found = []
    for match in IMPORT.finditer(text):
        start, rest = match.group(1) or match.group(3), match.group(2) or match.group(4)
        base = "web/src" if start == "@/" else os.path.dirname(path)
        found.append(os.path.normpath(os.path.join(base, ("" if start == "@/" else start) + rest)))
    return found


def problems_of(path, allowed):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    own = layer_of(path, allowed)
    if own is None:
        return [f"{path}: its folder has no row in tests/lint/layers.txt"]
    problems = []
    for target in targets(path, text):
        other = layer_of(target, allowed)
        if other is None or other == own or other in allowed[own]:
            continue
        if other.startswith("common/") and not own.startswith("common/"):
            continue
        problems.append(f"{path}: {own} must not include {other} ({target})")
    return problems


def main():
    allowed = read_layers()
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "common", "historyserver", "submit", "web/src"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    files = [f for f in listing.stdout.split() if f.endswith((".cpp", ".h", ".ts", ".svelte"))]
    files = [f for f in files if os.path.exists(os.path.join(ROOT, f))]
    failed = 0
    for path in files:
        problems = problems_of(path, allowed)
        failed += bool(problems)
        print(*problems, sep="\n", end="\n" if problems else "")
    if not files:
        sys.exit("no source files found")
    print(f"layers: {len(files) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
