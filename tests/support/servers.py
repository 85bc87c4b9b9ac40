"""Real servers for end-to-end tests: PostgreSQL in a temporary folder, the
troupe binary on a free port, and a GraphQL client of three functions."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
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
        # A file rather than a pipe, which a server would keep open.
        with open(self.folder / "errors", "w+") as errors:
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=errors, cwd="/")
            if check and done.returncode != 0:
                errors.seek(0)
                raise RuntimeError(f"{program} ended with {done.returncode}: {errors.read()}")
        return done

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


class PgBouncer:
    """A pgbouncer in front of a PostgreSQL. Like it, it never runs as root."""

    def __init__(self, pg, mode="transaction", pool_size=4):
        self.program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
        if self.program is None:
            raise SystemExit("pgbouncer is not installed: run ./dev setup")
        self.pg, self.port = pg, free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-pgb-"))
        (self.folder / "users").write_text('"postgres" ""\n')
        (self.folder / "ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={pg.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\n"
            f"unix_socket_dir =\nauth_type = trust\nauth_file = {self.folder}/users\npool_mode = {mode}\ndefault_pool_size = {pool_size}\n"
            f"max_client_conn = 200\nlogfile = {self.folder}/log\n")
        command = [self.program, str(self.folder / "ini")]
        if pg.user:
            for x in (self.folder, *self.folder.iterdir()):
                shutil.chown(x, pg.user)
            command = ["runuser", "-u", pg.user, "--", *command]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        for _ in range(200):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("pgbouncer did not start")

    def url(self, database="postgres"):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


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

    def post(self, query, variables=None, timeout=60, headers=None):
        return post(self.base + "/graphql", {"query": query, "variables": variables or {}}, timeout, headers)

    def data(self, query, variables=None):
        answer = self.post(query, variables)
        if answer.get("errors"):
            raise RuntimeError(f"{query}\n{json.dumps(answer)[:2000]}")
        return answer["data"]

    def resident(self):
        """Memory that it has, in kB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

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


def post(url, body, timeout=60, headers=None):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as why:
        return json.loads(why.read() or b"{}")


class Load:
    """Clients that ask for rows by key until they are told to stop. `query` has
    a variable `$id: Int!`; `right(id, data)` says whether the answer is that
    key's. Every answer must be right or say what is wrong."""

    def __init__(self, base, query, right, clients=8, keys=1000, headers=None):
        self.base, self.query, self.right, self.keys, self.headers = base, query, right, keys, headers or {}
        self.fine, self.told, self.wrong, self.codes = 0, 0, [], {}
        self.stop_now, self.lock = threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(clients)]
        for t in self.threads:
            t.start()

    def run(self, n):
        address = urllib.parse.urlparse(self.base)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        while not self.stop_now.is_set():
            n = (n * 31 + 7) % self.keys + 1
            try:
                connection.request("POST", "/graphql", json.dumps({"query": self.query, "variables": {"id": n}}),
                                   {"content-type": "application/json", **self.headers})
                answer = json.loads(connection.getresponse().read())
            except Exception as why:  # noqa: BLE001 any failure of the transport is one of ours
                with self.lock:
                    self.wrong.append(repr(why))
                return
            with self.lock:
                if answer.get("errors"):
                    self.told += 1
                    code = answer["errors"][0]["extensions"]["code"]
                    self.codes[code] = self.codes.get(code, 0) + 1
                elif self.right(n, answer["data"]):
                    self.fine += 1
                else:
                    self.wrong.append(json.dumps([n, answer]))

    def total(self):
        return self.fine + self.told

    def wait_for(self, count, seconds=60):
        """Waits until so many more were answered."""
        until, goal = time.time() + seconds, self.total() + count
        while self.total() < goal and not self.wrong and time.time() < until:
            time.sleep(0.01)

    def stop(self):
        self.stop_now.set()
        for t in self.threads:
            t.join()
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


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
