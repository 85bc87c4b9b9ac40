"""A Redis of its own for a test, gone with the object, and a client of it."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
from support.servers import free_port  # noqa: E402


class Redis:
    def __init__(self, *settings):
        if shutil.which("redis-server") is None:
            raise SystemExit("redis-server is not installed: run ./dev setup")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-redis-"))
        self.port, self.settings, self.password = free_port(), settings, None
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--appendonly", "no", *self.settings]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError("redis-server did not start")

    def url(self, password=""):
        return f"redis://{':' + password + '@' if password else ''}127.0.0.1:{self.port}/1"

    def pause(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def resume(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def ask(self, *words):
        """Says one command; returns the reply as bytes, int, list or None."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as s:
            f = s.makefile("rwb")
            for command in ([["AUTH", self.password]] if self.password else []) + [["SELECT", "1"], list(words)]:
                texts = [w if isinstance(w, bytes) else str(w).encode() for w in command]
                f.write(b"*%d\r\n" % len(texts) + b"".join(b"$%d\r\n%s\r\n" % (len(t), t) for t in texts))
                f.flush()
                answer = self.read(f)
            return answer

    def read(self, f):
        line = f.readline().rstrip(b"\r\n")
        kind, rest = line[:1], line[1:]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b"+":
            return rest
        if kind == b":":
            return int(rest)
        if int(rest) < 0:
            return None
        if kind == b"$":
            return f.read(int(rest) + 2)[:-2]
        return [self.read(f) for _ in range(int(rest))]

    def answers(self):
        return sorted(self.ask("KEYS", "troupe:*:answer:*"))

    def close(self):
        self.resume()
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
