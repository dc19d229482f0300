"""A release of the twin: the reference application in a process of its own, asked over HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from ratchet.errors import Unavailable

READY_WITHIN_S = 90.0
ANSWER_WITHIN_S = 120.0
_FOREIGN = ("RATCHET_", "LANGFUSE_", "OTEL_", "TWIN_")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a release answered to a question, and where that is traced."""

    twin_id: str
    query: str
    status: int
    trace_id: str
    answer: str


class Release:
    """A twin that runs until `stop`."""

    def __init__(self, name: str, directory: Path, settings: Mapping[str, Any]) -> None:
        self.name = name
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log_path = directory / f"twin-{name}.log"
        self._http = httpx2.Client(base_url=self.url, timeout=ANSWER_WITHIN_S)
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "twin", "serve", "--port", str(port)],
                env=_environment(name, settings),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def wait_until_ready(self) -> None:
        """Return once it answers; raises `Unavailable` with what it printed when it does not."""
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(f"The twin did not start. It printed:\n{self.log_path.read_text()}")
            time.sleep(0.1)

    def ask(self, twin_id: str, query: str, **more: str) -> Answered:
        """A question, and what came back."""
        response = self._http.post(f"/chat/{twin_id}", json={"query": query, **more})
        said = response.json() if response.is_success else {}
        return Answered(
            twin_id, query, response.status_code, response.headers.get("x-trace-id", ""), said.get("answer", "")
        )

    def give_feedback(self, trace_id: str, thumb: str, **more: str) -> None:
        """What a reader thinks of an answer; raises `httpx2.HTTPError` when it is not taken."""
        self._http.post("/feedback", json={"trace_id": trace_id, "thumb": thumb, **more}).raise_for_status()

    def read_health(self) -> Mapping[str, Any]:
        """What it says of itself."""
        return self._http.get("/healthz").json()

    def stop(self) -> None:
        """End it, with time to send what it has traced."""
        self._http.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _is_ready(self) -> bool:
        try:
            return self._http.get("/healthz").status_code == 200
        except httpx2.TransportError:
            return False


def _environment(name: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """Settings are the twin's, or Ratchet's where they are called so."""
    rest = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
    own = {
        key.upper() if key.startswith("ratchet_") else f"TWIN_{key.upper()}": str(value)
        for key, value in settings.items()
    }
    return {**rest, **own, "TWIN_RELEASE": name, "LANGFUSE_FLUSH_INTERVAL": "1"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
