"""A publisher of speech models on this machine, for tests of what can go wrong on the way."""

import io
import re
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.edges.models.parts import FST_MAGIC

FILES = {
    "am/final.mdl": b"acoustic model" * 100,
    "conf/mfcc.conf": b"--use-energy=false\n",
    "conf/model.conf": b"--beam=10.0\n",
    "graph/Gr.fst": FST_MAGIC + b"grammar" * 100,
    "graph/HCLr.fst": FST_MAGIC + b"graph" * 1000,
    "graph/disambig_tid.int": b"1\n",
}
"""A whole model, as far as can be seen from outside the engine."""


def packed(files: dict[str, bytes], root: str = "vosk-model-small-xx-1.0") -> bytes:
    """A zip as publishers make it: one folder, files in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(f"{root}/{path}" if root else path, data)
    return held.getvalue()


class ModelServer:
    """Serves ``files`` by path, with byte ranges; ``cut`` paths break off after so many bytes, once.

    ``ranges`` can be off, as with servers that always send all; ``tags`` are the versions of files; paths in
    ``endless`` tell no length and go on after their end.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut: dict[str, int] = {}
        self.asked: list[tuple[str, str]] = []
        self.ranges = True
        self.tags: dict[str, str] = {}
        self.endless: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def first(self, path: str, wanted: str, version: str | None) -> int:
        """Where an answer begins: at 0 where ranges are off, or the file is another one by now."""
        same = version is None or version == self.tags.get(path)
        return int(re.sub(r"\D", "", wanted) or 0) if self.ranges and same else 0

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range", "")
                outer.asked.append((self.path, wanted))
                data = outer.files.get(self.path)
                if data is None:
                    self.send_error(404)
                    return
                first = outer.first(self.path, wanted, self.headers.get("If-Range"))
                if first and first >= len(data):
                    self.send_response(416)
                    self.send_header("Content-Range", f"bytes */{len(data)}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(206 if first else 200)
                if first:
                    self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
                if self.path in outer.tags:
                    self.send_header("ETag", outer.tags[self.path])
                if self.path in outer.endless:
                    self.end_headers()
                    self.wfile.write(data * 3)  # HTTP/1.0: until the connection closes
                    return
                self.send_header("Content-Length", str(len(data) - first))
                self.end_headers()
                stop = outer.cut.pop(self.path, len(data))
                self.wfile.write(data[first:stop])

            def log_message(self, *_: object) -> None:
                return

        return Handler


@pytest.fixture
def server():
    with ModelServer() as running:
        yield running
