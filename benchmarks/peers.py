"""Phoenix and MLflow as they come, on SQLite, for measuring beside Ratchet.

Each is started from a virtual environment of its own, and its spans are counted in its database, which is kinder to
it than reading them through its API.
"""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

START_TIMEOUT_S = 120
# A peer that answers before it writes gets this long without progress before the count is final.
STALL_TIMEOUT_S = 20


@dataclass(frozen=True)
class Peer:
    """A server that takes OTLP over HTTP."""

    name: str
    port: int
    command: Sequence[str]
    environment: Mapping[str, str]
    database: str
    batches: int
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/traces"

    @contextmanager
    def running(self, environments: Path, directory: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The server as a process, answering, with its data in `directory`."""
        command = [
            str(environments / self.command[0]),
            *(part.format(directory) for part in self.command[1:]),
        ]
        given = {key: value.format(directory) for key, value in self.environment.items()}
        with (directory / "log").open("wb") as log:
            process = subprocess.Popen(
                command, env=os.environ | given, cwd=directory, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait_until_up(process)
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def count_readable(self, directory: Path, expected: int) -> int:
        """Spans in its database, once all are there or no more come."""
        count, moved_at = -1, time.monotonic()
        while time.monotonic() - moved_at < STALL_TIMEOUT_S:
            found = self._count(directory)
            if found >= expected:
                return found
            if found != count:
                count, moved_at = found, time.monotonic()
            time.sleep(0.2)
        return count

    def _count(self, directory: Path) -> int:
        with sqlite3.connect(f"file:{directory / self.database}?mode=ro", uri=True, timeout=30) as database:
            return int(database.execute("SELECT count(*) FROM spans").fetchone()[0])

    def _wait_until_up(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and process.poll() is None:
            try:
                httpx2.get(f"http://127.0.0.1:{self.port}/", timeout=5)
            except httpx2.TransportError:
                time.sleep(0.3)
            else:
                return
        raise SystemExit(f"{self.name} did not start; see its log.")


PEERS = (
    Peer(
        name="Phoenix",
        port=16006,
        command=("phoenix/bin/phoenix", "serve"),
        environment={
            "PHOENIX_WORKING_DIR": "{}",
            "PHOENIX_PORT": "16006",
            "PHOENIX_GRPC_PORT": "16007",
            "PHOENIX_ENABLE_MCP_SERVER": "false",
            "PHOENIX_DISABLE_AGENT_ASSISTANT": "true",
            "PHOENIX_ALLOW_EXTERNAL_RESOURCES": "false",
            "PHOENIX_TELEMETRY_ENABLED": "false",
        },
        database="phoenix.db",
        batches=10,
    ),
    Peer(
        name="MLflow",
        port=15000,
        command=(
            "mlflow/bin/mlflow",
            "server",
            "--port",
            "15000",
            "--backend-store-uri",
            "sqlite:///{}/mlflow.db",
        ),
        environment={"MLFLOW_DISABLE_TELEMETRY": "true"},
        database="mlflow.db",
        batches=10,
        headers={"x-mlflow-experiment-id": "0"},
    ),
)
