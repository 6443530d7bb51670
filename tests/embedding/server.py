"""An embedding endpoint on this machine that does what a test tells it to."""

import hashlib
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).parent / "self-signed.pem"
Answer = tuple[int, dict[str, str], bytes]
Script = Callable[[dict[str, Any]], Answer]


def vector(text: str, dimensions: int) -> list[float]:
    """Some vector that a text decides."""
    seed = hashlib.shake_128(text.encode("utf-8", "surrogatepass")).digest(dimensions)
    return [byte - 127.5 for byte in seed]


def well(asked: dict[str, Any], dimensions: int = 4) -> Answer:
    """Answer as an endpoint should, in another order than asked."""
    data = [
        {"object": "embedding", "index": place, "embedding": vector(text, dimensions)}
        for place, text in enumerate(asked["input"])
    ]
    return 200, {}, json.dumps({"object": "list", "data": data[::-1]}).encode()


def saying(status: int, body: object = b"", **headers: str) -> Script:
    """Answer every request with the same."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda asked: (status, named, content)


class Service:
    """What was asked, and what is answered: each script once, the last one from then on."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.scripts: list[Script] = [well]
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []

    def will(self, *scripts: Script) -> None:
        self.scripts = list(scripts)

    @property
    def texts(self) -> list[str]:
        return [text for one in self.asked for text in one["input"]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def do_POST(self) -> None:
        service = self.service
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        service.asked.append(asked)
        service.headers.append(dict(self.headers))
        service.paths.append(self.path)
        script = service.scripts[0] if len(service.scripts) == 1 else service.scripts.pop(0)
        status, headers, body = script(asked)
        if status == 0:  # hang up
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if int(headers.get("Content-Length", len(body))) > len(body):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(*, tls: bool = False) -> Iterator[Service]:
    """Run an endpoint until the end of the block."""
    service = Service("")
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda request, address: None  # type: ignore[method-assign] # a client that leaves is no defect
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    service.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
