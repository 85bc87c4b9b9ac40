#!/usr/bin/env python3
"""Writes the files of a folder as an assembler source and a C++ table.

    embed.py FOLDER FALLBACK OUT.S OUT.cpp

Without FOLDER (the console was not built) the page FALLBACK is embedded in its place."""

import gzip
import hashlib
import pathlib
import sys

MIME = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
    ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2", ".map": "application/json",
}

folder, fallback, asm, table = map(pathlib.Path, sys.argv[1:])
files = sorted(p for p in folder.rglob("*") if p.is_file()) if (folder / "index.html").exists() else [fallback]
root = folder if files != [fallback] else fallback.parent
scratch = asm.parent / "embedded"
scratch.mkdir(exist_ok=True)
lines, symbols, rows = [".section .rodata"], [], []


def blob(name, path):
    lines.extend([f".global {name}", f"{name}:", f'.incbin "{path}"', f".global {name}_end", f"{name}_end:", ".byte 0"])
    symbols.append(f'extern "C" const char {name}[];\nextern "C" const char {name}_end[];')


for i, path in enumerate(files):
    data = path.read_bytes()
    packed = gzip.compress(data, 9, mtime=0)
    etag = hashlib.sha256(data).hexdigest()[:16]
    url = "/index.html" if files == [fallback] else "/" + str(path.relative_to(root))
    blob(f"troupe_web_{i}", path)
    small = len(packed) < len(data) * 0.9
    if small:
        (scratch / f"{i}.gz").write_bytes(packed)
        blob(f"troupe_web_{i}_gz", scratch / f"{i}.gz")
    compressed = f"{{troupe_web_{i}_gz, troupe_web_{i}_gz_end}}" if small else "{}"
    rows.append(f'    {{"{url}", "{MIME.get(path.suffix, "application/octet-stream")}", "\\"{etag}\\"",\n'
                f"     {{troupe_web_{i}, troupe_web_{i}_end}}, {compressed}}},")

asm.write_text("\n".join([*lines, '.section .note.GNU-stack,"",%progbits', ""]))
table.write_text('#include "web/embedded.hpp"\n\n' + "\n".join(symbols) + "\n\nnamespace troupe::web {\n\n"
                 "std::span<const embedded_file> embedded_files() noexcept {\n  static const embedded_file files[] = {\n"
                 + "\n".join(rows) + "\n  };\n  return files;\n}\n\n} // namespace troupe::web\n")
