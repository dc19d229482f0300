"""What tests of the gate share: a server with a dataset and a baseline, and an application in a module."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ratchet.sdk.connection import Connection
from ratchet.sdk.regression.testing import run_test
from ratchet.sdk.regression.wanted import Wanted
from ratchet.testing.server import Server, running_server

ITEMS = 12
APPLICATION = """
def good(query):
    return query

async def worse(question):
    return "no" if question.item_id in ("q-1", "q-2", "q-3") else question.query

def broken(query):
    raise ConnectionError("the model is away")
"""

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, with work going on."""
    with running_server(tmp_path_factory.mktemp("gate")) as server:
        fill(server)
        yield server


def fill(server: Server) -> None:
    """A dataset whose questions are their own answers, and one in which there is nothing."""
    items = [
        {"id": f"q-{number}", "input": f"question {number}", "expectedOutput": f"question {number}"}
        for number in range(ITEMS)
    ]
    with server.client() as http:
        for name in ("questions", "nothing"):
            http.post("/admin/datasets", json={"name": name}).raise_for_status()
        http.post("/admin/datasets/questions/items", json={"items": items}).raise_for_status()


@pytest.fixture(scope="session")
def baseline(server: Server) -> str:
    """A baseline of the best answers there can be."""
    connection = Connection(server.url, *server.keys, timeout_s=300)
    report = asyncio.run(run_test(Wanted(dataset="questions"), lambda query: query, connection=connection))
    said = {"dataset_name": "questions", "tag": "v1", "run_id": report.test_id}
    with server.client() as http:
        http.post("/admin/regression/baseline", json=said).raise_for_status()
    return "v1"


@pytest.fixture
def environment(server: Server) -> dict[str, str]:
    """Where commands find the server, as a build would say it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RATCHET_", "GITHUB_"))}
    public_key, secret_key = server.keys
    return {
        **kept,
        "RATCHET_URL": server.url,
        "RATCHET_PUBLIC_KEY": public_key,
        "RATCHET_SECRET_KEY": secret_key,
        "COLUMNS": "200",
    }


@pytest.fixture
def application(tmp_path: Path) -> Path:
    """The directory with the application."""
    (tmp_path / "application.py").write_text(APPLICATION)
    return tmp_path


@pytest.fixture
def gate(environment: dict[str, str], application: Path) -> Command:
    """Runs `ratchet gate` where the application is."""

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        command = [str(Path(sys.executable).parent / "ratchet"), "gate", *arguments]
        return subprocess.run(
            command,
            cwd=application,
            env={**environment, **settings},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run
