"""What the tests of the cache share: a schema, two nodes, clients that stay."""

import http.client
import json
import pathlib
import subprocess
import sys
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
from support.servers import TROUPE, Postgres, Troupe  # noqa: E402


def until(condition, seconds=20):
    """Waits until the condition holds; returns whether it does."""
    end = time.time() + seconds
    while not (ok := condition()) and time.time() < end:
        time.sleep(0.01)
    return ok


class Client:
    """One connection; requests one after the other."""

    def __init__(self, base):
        address = urllib.parse.urlparse(base)
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)

    def send(self, method, path, body=None, headers=None):
        self.connection.request(method, path, None if body is None else json.dumps(body), {"content-type": "application/json", **(headers or {})})
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def ask(self, query, variables=None, headers=None, **more):
        return json.loads(self.send("POST", "/graphql", {"query": query, "variables": variables or {}, **more}, headers)[2])

    def data(self, query, variables=None, headers=None):
        answer = self.ask(query, variables, headers)
        if answer.get("errors"):
            raise RuntimeError(f"{query}\n{json.dumps(answer)[:1000]}")
        return answer["data"]

    def get(self, query, headers=None):
        return self.send("GET", "/graphql?query=" + urllib.parse.quote(query), None, headers)

    def figures(self):
        return json.loads(self.send("GET", "/admin/cache")[2])

    def hits(self, action):
        """How often the cache answered while the action ran."""
        before = self.figures()["hits"]
        action()
        return self.figures()["hits"] - before


class Session:
    """A psql that stays."""

    def __init__(self, pg, database="postgres"):
        self.process = subprocess.Popen(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", database], env=pg.env, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def do(self, sql):
        self.process.stdin.write(sql + ";\n\\echo done\n")
        self.process.stdin.flush()
        while (line := self.process.stdout.readline().strip()) != "done":
            if not line and self.process.poll() is not None:
                raise RuntimeError("psql ended")

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def compile_schema(folder, url, edit=lambda sdl: sdl):
    sdl, out = folder / "schema.graphql", folder / "schema.json"
    subprocess.run([str(TROUPE), "reflect", "--database", url, "-o", str(sdl)], check=True, stderr=subprocess.DEVNULL)
    sdl.write_text(edit(sdl.read_text()))
    subprocess.run([str(TROUPE), "compile", str(sdl), "--database", url, "-o", str(out)], check=True, stderr=subprocess.DEVNULL)
    return out


def node(schema, url, *settings):
    more = [x for s in ("cache.enabled=true", *settings) for x in ("--set", s)]
    server = Troupe("serve", "--schema", schema, "--database", url, *more)
    # It opens once the database has told about its tables, and the log is read.
    if not until(lambda: Client(server.base).figures()["open"], 60):
        raise RuntimeError("the cache did not open:\n" + server.output())
    return server
