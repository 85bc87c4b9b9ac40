"""npm modules of a test, installed once for each lock file."""

import fcntl
import hashlib
import pathlib
import subprocess


def install(folder):
    """Runs `npm ci` in a folder unless its lock file has been installed already."""
    folder = pathlib.Path(folder)
    lock = folder / "package-lock.json"
    stamp = folder / "node_modules" / ".troupe-installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    with open(lock) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print("installing npm modules ...", flush=True)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
        stamp.write_text(wanted)
