"""Two servers, one with a week of an application's life, and `ratchet sync` between them."""

import os
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from everything import read_everything
from telling_a_life import silence_judges, tell

from ratchet.testing.server import Server, running_server


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has something of every kind; nothing is written to it any more."""
    with running_server(tmp_path_factory.mktemp("source"), work=False) as server, server.client() as http:
        silence_judges(http)
        tell(http)
        yield server


@pytest.fixture(scope="session")
def original(source: Server) -> dict[str, Any]:
    """What there is to copy."""
    return read_everything(source)


@pytest.fixture(scope="module")
def destination(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with nothing in it but what is copied."""
    with running_server(tmp_path_factory.mktemp("destination"), work=False) as server, server.client() as http:
        silence_judges(http)
        yield server


@pytest.fixture(scope="module")
def syncing(source: Server, destination: Server, tmp_path_factory: pytest.TempPathFactory) -> "Syncing":
    """`ratchet sync langfuse` from the one to the other."""
    return Syncing(source, destination, tmp_path_factory.mktemp("state"))


class Syncing:
    """`ratchet sync langfuse` with a state directory of its own."""

    def __init__(self, source: Server, destination: Server, state: Path) -> None:
        self.state = state
        self._environment = _environment(source, destination, state)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it, without waiting."""
        command = [str(Path(sysconfig.get_path("scripts")) / "ratchet"), "sync", "langfuse", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self._environment, stdout=pipe, stderr=subprocess.STDOUT, text=True)

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run it to its end: exit code and what it printed."""
        process = self.start(*arguments)
        printed, _ = process.communicate(timeout=300)
        return process.returncode, printed

    def progress(self) -> str:
        """What the checkpoint says; empty before there is one."""
        found = list(self.state.rglob("*.json"))
        return found[0].read_text() if found else ""


def _environment(source: Server, destination: Server, state: Path) -> Mapping[str, str]:
    foreign = ("RATCHET_", "LANGFUSE_", "XDG_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(foreign)},
        "XDG_STATE_HOME": str(state),
        "HOME": str(state),
        "COLUMNS": "200",
        "LANGFUSE_BASE_URL": source.url,
        "LANGFUSE_PUBLIC_KEY": source.public_key,
        "LANGFUSE_SECRET_KEY": source.secret_key,
        "RATCHET_URL": destination.url,
        "RATCHET_PUBLIC_KEY": destination.public_key,
        "RATCHET_SECRET_KEY": destination.secret_key,
    }
