#!/usr/bin/env python3
"""Fails when a folder includes one that its row in layers.txt leaves out."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def rows():
    table = {}
    for line in (ROOT / "layers.txt").read_text().splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        folder, _, below = line.partition(":")
        for name in below.split():
            if name not in table:
                sys.exit(f"layers.txt: {folder} names {name}, which is not below it")
        table[folder] = set(below.split())
    return table


def folder_of(path, table):
    """Returns the longest known folder that holds `path`, or None."""
    parts = path.split("/")[:-1]
    while parts:
        if "/".join(parts) in table:
            return "/".join(parts)
        parts.pop()
    return None


def main():
    table = rows()
    bad = []
    for folder, below in table.items():
        for file in sorted((ROOT / folder).rglob("*.[ch]pp")):
            if folder_of(str(file.relative_to(ROOT)), table) != folder:
                continue
            for target in INCLUDE.findall(file.read_text()):
                owner = folder_of(target, table)
                if owner is None:
                    bad.append(f"{file.relative_to(ROOT)}: unknown folder in {target}")
                elif owner != folder and owner not in below:
                    bad.append(f"{file.relative_to(ROOT)}: {folder} may not include {target}")
    print("\n".join(bad) or f"{len(table)} folders, no upward include")
    return bool(bad)


sys.exit(main())
