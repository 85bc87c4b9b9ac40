"""Real servers for end-to-end tests: PostgreSQL in a temporary folder, the
troupe binary on a free port, and a GraphQL client of three functions."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TROUPE = pathlib.Path(os.environ.get("TROUPE", ROOT / "build/release/troupe"))
PG_BIN = next(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), None)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Postgres:
    """A PostgreSQL of its own, gone with the object. It never runs as root."""

    def __init__(self, *settings):
        if PG_BIN is None:
            raise SystemExit("PostgreSQL is not installed: run ./dev setup")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-pg-"))
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self.port = free_port()
        self.settings = settings
        self.env = dict(os.environ, PGHOST="127.0.0.1", PGPORT=str(self.port), PGUSER="postgres")
        self.run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()

    def run(self, program, *arguments, check=True):
        command = [str(PG_BIN / program), *map(str, arguments)]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        return subprocess.run(command, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off " + " ".join(f"-c {s}" for s in self.settings)
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-t", "60", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, mode="immediate"):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop", check=False)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, database, *arguments):
        done = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", database, *map(str, arguments)], env=self.env,
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def url(self, database="postgres"):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Troupe:
    """`troupe <command> ... --listen 127.0.0.1:0`, with the port it chose."""

    def __init__(self, *arguments, env=None):
        self.log = tempfile.NamedTemporaryFile("w+", prefix="troupe-", suffix=".log")
        self.process = subprocess.Popen([str(TROUPE), *map(str, arguments), "--listen", "127.0.0.1:0"], stdout=self.log,
                                        stderr=subprocess.STDOUT, env=env)
        self.base = self.wait()

    def output(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")

    def wait(self, seconds=30):
        for _ in range(seconds * 20):
            found = re.search(r"http://127\.0\.0\.1:\d+", self.output())
            if found:
                return found.group(0)
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.process.kill()
        raise RuntimeError("troupe did not start:\n" + self.output())

    def post(self, query, variables=None, timeout=60):
        return post(self.base + "/graphql", {"query": query, "variables": variables or {}}, timeout)

    def data(self, query, variables=None):
        answer = self.post(query, variables)
        if answer.get("errors"):
            raise RuntimeError(f"{query}\n{json.dumps(answer)[:2000]}")
        return answer["data"]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def post(url, body, timeout=60):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as why:
        return json.loads(why.read() or b"{}")


class Tally:
    """Counts checks and prints the failures and the last line."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def check(self, what, ok, detail=""):
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {self.name}: {what} {detail}", flush=True)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 0 if self.failed == 0 and self.passed > 0 else 1
