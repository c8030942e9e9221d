#!/usr/bin/env python3
"""Checks that what is private to a source file has a name of its own in its folder.

Neighbours are compiled together (see afterglow_compile_together in CMakeLists.txt), where equal
names would clash, or hide each other. Looks at the first line of what stands directly in an unnamed
namespace; the same alias of the same type is no clash. Ends with "N passed, N failed", a folder
being one case.
"""

import collections
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONSTANT = re.compile(r"(?:static |inline )?const(?:expr)? [^(=]*?(\w+)(?:\[\w*\])?\s*[={]")
TYPE = re.compile(r"(?:struct|class|enum(?: class)?) (\w+)")
ALIAS = re.compile(r"using (\w+) = ")
FUNCTION = re.compile(r"[\w:<>,\s&*\[\]]+?[\s&*](\w+)\((.*)")


def name_of(line):
    """Of a declaration; of a function with the types of its first line's parameters."""
    for pattern in (CONSTANT, TYPE, ALIAS):
        if found := pattern.match(line):
            return found.group(1)
    if found := FUNCTION.match(line):
        return found.group(1) + "(" + re.sub(r"\b\w+([,)])", r"\1", found.group(2))
    return None


def private_lines(path):
    scopes = []
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        for line in map(str.rstrip, file):
            if re.match(r"namespace .*\{$", line):
                scopes.append(line)
            elif line.startswith("}  // namespace"):
                scopes.pop()
            elif scopes and scopes[-1] == "namespace {" and re.match(r"(?!TEST)\w", line):
                yield line


def clashes(files):
    """By name: the files that have it, of one folder."""
    owners = collections.defaultdict(dict)
    for path in files:
        for line in private_lines(path):
            if name := name_of(line):
                owners[name][path] = line
    for name, lines in sorted(owners.items()):
        is_one_alias = len(set(lines.values())) == 1 and ALIAS.match(next(iter(lines.values())))
        if len(lines) > 1 and not is_one_alias:
            yield name, lines


def main():
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.cpp"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    folders = collections.defaultdict(list)
    for path in listing.stdout.splitlines():
        is_together = not path.startswith("tests/") or path.startswith("tests/unit/")
        if is_together and os.path.exists(os.path.join(ROOT, path)):
            folders[os.path.dirname(path)].append(path)
    failed = 0
    for files in folders.values():
        found = list(clashes(files))
        failed += bool(found)
        for name, paths in found:
            print(f"{name}: in {', '.join(paths)}; give each a name of its own, or share it")
    if not folders:
        sys.exit("no source files found")
    print(f"names: {len(folders) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
