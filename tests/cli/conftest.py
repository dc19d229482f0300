"""The command line, run as it is, on stores of its own."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from ratchet.cli import app
from ratchet.testing.clickhouse import Gateway

Run = Callable[..., Result]


@pytest.fixture
def environment(tmp_path: Path, records_url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is set; a test adds to it before it runs a command."""
    for name in [name for name in os.environ if name.startswith(("RATCHET_", "LANGFUSE_"))]:
        monkeypatch.delenv(name)
    return {"RATCHET_DATA_DIR": str(tmp_path), "RATCHET_RECORDS_URL": records_url}


@pytest.fixture
def run(environment: Mapping[str, str]) -> Run:
    """Runs `ratchet` with arguments in the environment."""
    return lambda *arguments: CliRunner().invoke(app, arguments, env=environment)


@pytest.fixture
def empty_events(gateway: Gateway, environment: dict[str, str]) -> None:
    """An event store of its own, in which nothing is yet."""
    environment["RATCHET_EVENTS_URL"] = gateway.url_of(f"test_{uuid4().hex}")
