"""CPU time of a PostgreSQL, which a busy machine disturbs less than any clock."""

import os
import pathlib


def cpu(pg):
    """Seconds of the server and of all its processes, gone ones included."""
    postmaster = int((pg.folder / "data/postmaster.pid").read_text().split()[0])
    total = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(stat.parent.name) == postmaster:
            total += sum(int(x) for x in fields[11:15])
        elif int(fields[1]) == postmaster:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")
