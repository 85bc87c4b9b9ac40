"""R1: a million rows through /export, over one connection: rows per second, the
first row, and how much memory that takes."""

import json
import pathlib
import re
import socket
import statistics
import subprocess
import time

ROWS = 1_000_000
SQL = f"""
create table readings (id bigint primary key, name text not null, email text not null, amount numeric(12, 2) not null, created_at timestamptz not null);
insert into readings select g, 'customer ' || g, 'customer' || g || '@example.com', g * 0.37, '2024-01-01'::timestamptz + g * interval '1 second'
from generate_series(1, {ROWS}) g;
"""
QUERY = "{ readings(orderBy: [{id: ASC}]) { id name email amount createdAt } }"
BY_HAND = "copy (select id, name, email, amount, created_at from readings order by id) to stdout"


def resident(engine, what="VmRSS"):
    status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text()
    return int(re.search(what + r":\s+(\d+)", status).group(1))


def export(engine, query):
    """Returns the rows, the seconds until the first and until the last of them."""
    host, port = re.match(r"http://([^:]+):(\d+)", engine.url).groups()
    body = json.dumps({"query": query}).encode()
    buffer = bytearray(1 << 20)
    with socket.create_connection((host, int(port))) as s:
        begin = time.perf_counter()
        s.sendall(b"POST /export HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        head, first, rows, last = b"", None, 0, b""
        while n := s.recv_into(buffer):
            piece = bytes(memoryview(buffer)[:n])
            if first is None:
                head += piece
                if b'{"id"' not in head:
                    continue
                first, piece = time.perf_counter() - begin, head
            rows += piece.count(b'{"id"')
            last = (last + piece)[-16:]
        took = time.perf_counter() - begin
    # A short answer has a length.
    whole = last.endswith(b"0\r\n\r\n") or (b"Content-Length:" in head and last.endswith(b"}\n"))
    if not (b" 200 OK" in head and whole):
        raise SystemExit(f"R1: the export failed: {head[:300]!r} ... {last!r}")
    return rows, first, took


def measure(pg, engine, rounds, say):
    """`engine` serves the readings. Returns parts of the bench's last line."""
    export(engine, "{ readings(limit: 1000) { id } }")
    firsts = [export(engine, QUERY.replace("(", "(limit: 20, ", 1))[1] for _ in range(9)]
    before, rates, streamed = resident(engine), [], []
    for _ in range(rounds):
        rows, first, took = export(engine, QUERY)
        if rows < ROWS:
            raise SystemExit(f"R1: {rows} rows instead of {ROWS}")
        rates.append(rows / took)
        streamed.append(first)
    grown = (resident(engine, "VmHWM") - before) / 1024
    begin = time.perf_counter()
    subprocess.run(["psql", "-qXAt", "-c", BY_HAND], env=pg.env, check=True, stdout=subprocess.DEVNULL)
    copy = ROWS / (time.perf_counter() - begin)
    rate, first = statistics.median(rates), statistics.median(streamed) * 1000
    say(f"R1   {ROWS} rows: {rate:.0f} rows/s (psql with COPY, as text: {copy:.0f}), first row after {first:.1f} ms "
        f"({statistics.median(firsts) * 1000:.1f} ms of a short export), {grown:.1f} MB more resident")
    return [f"R1_rows_per_s={rate:.0f}", f"R1_first_row_ms={first:.1f}", f"R1_rss_grown_mb={grown:.1f}", f"R1_vs_copy={rate / copy:.2f}"]
