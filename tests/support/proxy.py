"""A TCP proxy that injects faults between a server and its database."""

import socket
import threading


class Proxy:
    """Forwards to 127.0.0.1:`port` until told otherwise: `cut` closes what is
    open, `swallow` takes bytes and passes none on (a half-open connection),
    `refuse` closes whatever comes."""

    def __init__(self, port):
        self.target, self.lock = port, threading.Lock()
        self.pairs, self.swallowing, self.refusing, self.closed = set(), False, False, False
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def url(self, database="postgres"):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def accept(self):
        while not self.closed:
            try:
                client = self.listener.accept()[0]
                if self.refusing:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                if self.closed:
                    return
                client.close()
                continue
            pair = (client, server)
            with self.lock:
                self.pairs.add(pair)
            for a, b in (pair, pair[::-1]):
                threading.Thread(target=self.pump, args=(a, b, pair), daemon=True).start()

    def pump(self, source, target, pair):
        try:
            while data := source.recv(65536):
                if not self.swallowing:
                    target.sendall(data)
        except OSError:
            pass
        self.end(pair)

    def end(self, pair):
        with self.lock:
            self.pairs.discard(pair)
        for s in pair:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            s.close()

    def cut(self):
        for pair in list(self.pairs):
            self.end(pair)

    def swallow(self, on=True):
        self.swallowing = on

    def refuse(self, on=True):
        self.refusing = on
        if on:
            self.cut()

    def close(self):
        self.closed = True
        self.listener.close()
        self.cut()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
