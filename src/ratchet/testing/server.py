"""A real server for tests: `ratchet serve` in a process of its own, on a free port, with known keys.

`with running_server(tmp_path) as server: server.client().get("/metrics/dashboard")`
"""

import os
import socket
import subprocess
import sysconfig
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

from ratchet.errors import Unavailable

READY_WITHIN_S = 120.0
_POLL_S = 0.02
# What the person who runs the tests has set for servers of their own.
_FOREIGN = ("RATCHET_", "LANGFUSE_", "OTEL_", "ALERT_")


class Server:
    """A server that runs until `stop` or `kill`, and again after `restart`, on the same port and data."""

    def __init__(self, data_dir: Path, settings: Mapping[str, Any]) -> None:
        self.data_dir = data_dir
        self.log_path = data_dir / "server.log"
        self.public_key = f"pk-lf-{uuid4()}"
        self.secret_key = f"sk-lf-{uuid4()}"
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._environment = _environment(
            data_dir=data_dir,
            host="127.0.0.1",
            port=port,
            public_key=self.public_key,
            secret_key=self.secret_key,
            **settings,
        )
        self.process = self._start()

    @property
    def keys(self) -> tuple[str, str]:
        """What HTTP basic authentication takes: public and secret key."""
        return self.public_key, self.secret_key

    def client(self, timeout_s: float = 60.0) -> httpx2.Client:
        """An HTTP client that speaks with this server, with its key."""
        return httpx2.Client(base_url=self.url, auth=self.keys, timeout=timeout_s)

    def run(self, *arguments: str) -> str:
        """What `ratchet <arguments>` prints, run with this server's settings; it must succeed."""
        done = subprocess.run(  # noqa: S603 - our own command
            [_command(), *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=READY_WITHIN_S,
        )
        if done.returncode:
            raise RuntimeError(f"ratchet {' '.join(arguments)} failed: {done.stdout}{done.stderr}")
        return done.stdout

    def read_log(self) -> str:
        """Everything the server has printed, over all its starts."""
        return self.log_path.read_text(errors="replace")

    def wait_until_ready(self, within_s: float = READY_WITHIN_S) -> None:
        """Return once `/readyz` says so; raises `Unavailable` with the log when that does not come."""
        deadline = time.monotonic() + within_s
        while not self._is_ready():
            if self._has_ended_within(_POLL_S) or time.monotonic() > deadline:
                raise Unavailable(f"The server at {self.url} is not ready. It printed:\n{self.read_log()}")

    def wait_until_printed(self, text: str, after: int = 0, within_s: float = READY_WITHIN_S) -> None:
        """Return once the log holds `text` beyond its first `after` characters."""
        deadline = time.monotonic() + within_s
        while text not in self.read_log()[after:]:
            if self._has_ended_within(_POLL_S) or time.monotonic() > deadline:
                raise Unavailable(f"The server at {self.url} never said {text!r}. It printed:\n{self.read_log()}")

    def stop(self, within_s: float = READY_WITHIN_S) -> int:
        """Ask the server to end (SIGTERM) and give its exit code."""
        self.process.terminate()
        return self.process.wait(within_s)

    def kill(self) -> None:
        """End the server at once, as `kill -9` does, whatever it is doing."""
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        """Start again, without waiting until it is ready."""
        self.process = self._start()

    def restart(self) -> None:
        """End the server if it still runs, start it again and wait until it is ready."""
        if self.process.poll() is None:
            self.stop()
        self.start()
        self.wait_until_ready()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log_path.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own command
                [_command(), "serve"], env=self._environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def _is_ready(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False

    def _has_ended_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


@contextmanager
def running_server(data_dir: Path, **settings: Any) -> Generator[Server]:
    """A server over `data_dir`, ready; ended when the block is.

    `settings` are the server's own by their lower-case names: `pending_size_bytes_max=1000` sets
    `RATCHET_PENDING_SIZE_BYTES_MAX`. What it prints is in `server.log` in `data_dir`.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    server = Server(data_dir, settings)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.kill()


def _environment(**settings: Any) -> dict[str, str]:
    own = {f"RATCHET_{name.upper()}": str(value) for name, value in settings.items()}
    rest = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return {**rest, **own}


def _command() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "ratchet")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
