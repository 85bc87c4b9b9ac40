#!/usr/bin/env python3
"""Fails when a page links to a file that is not there."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
bad = []
pages = [p for p in ROOT.rglob("*.md") if not {"node_modules", "build"} & set(p.relative_to(ROOT).parts)]
for page in pages:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists():
            bad.append(f"{page.relative_to(ROOT)}: {target} is not there")
print("\n".join(bad) or f"{len(pages)} pages, all links lead somewhere")
sys.exit(bool(bad))
