"""Running twins for tests, and reading what they left: the application's side of a test."""

import os
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx2

from ratchet.testing.server import Server

WITHIN_S = 180.0


class RunningTwin:
    """A twin in a process of its own; ended by `stop`."""

    def __init__(self, directory: Path, ratchet: Server, settings: Mapping[str, Any]) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log_path = directory / "twin.log"
        own = {f"TWIN_{name.upper()}": str(value) for name, value in settings.items()}
        foreign = ("TWIN_", "RATCHET_", "LANGFUSE_", "OTEL_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | {
            "RATCHET_URL": ratchet.url,
            "RATCHET_PUBLIC_KEY": ratchet.public_key,
            "RATCHET_SECRET_KEY": ratchet.secret_key,
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            **own,
        }
        command = [str(Path(sysconfig.get_path("scripts")) / "twin"), "serve", "--port", str(port)]
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.http = httpx2.Client(base_url=self.url, timeout=WITHIN_S)

    def ask(self, twin_id: str, query: str, **more: Any) -> httpx2.Response:
        return self.http.post(f"/chat/{twin_id}", json={"query": query, **more})

    def count(self) -> Mapping[str, int]:
        """What has become of its spans."""
        return self.http.get("/healthz").json()["spans"]

    def wait_until_ready(self) -> None:
        wait_for(self._is_ready, self.log_path.read_text)

    def stop(self) -> None:
        self.http.close()
        self.process.kill()
        self.process.wait()

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.log_path.read_text()
        try:
            return self.http.get("/healthz").status_code == 200
        except httpx2.TransportError:
            return False


def wait_for(find: Callable[[], Any], tell: Callable[[], object] = str) -> Any:
    """What is found as soon as there is something; tests wait for conditions, never for time."""
    until = time.monotonic() + WITHIN_S
    while not (found := find()):
        assert time.monotonic() < until, tell()
        time.sleep(0.05)
    return found


def read_trace(http: httpx2.Client, trace_id: str, is_whole: Callable[[Any], object]) -> dict[str, Any]:
    """A trace of Ratchet, once it is whole."""

    def find() -> Any:
        response = http.get(f"/api/public/traces/{trace_id}")
        return response.json() if response.status_code == 200 and is_whole(response.json()) else None

    return wait_for(find, lambda: http.get(f"/api/public/traces/{trace_id}").text)


def read_events(text: str) -> Sequence[tuple[str, str]]:
    """Server-sent events: their names and data."""
    blocks = (dict(line.split(": ", 1) for line in block.split("\n")) for block in text.strip().split("\n\n"))
    return [(block["event"], block["data"]) for block in blocks]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
