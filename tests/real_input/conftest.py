"""Servers that hold the airline conversations and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from airline import FILE, Conversation, read_conversations

from ratchet.testing.server import Server, running_server


@pytest.fixture(scope="session")
def conversations() -> list[Conversation]:
    """Every conversation of the file; skips where the data is not."""
    if not FILE.exists():
        pytest.skip(f"the airline conversations are not at {FILE}")
    return read_conversations()


@pytest.fixture(scope="module")
def airline_server(conversations: list[Conversation], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for one way of sending the conversations."""
    data_dir: Path = tmp_path_factory.mktemp("airline")
    with running_server(data_dir, work=False) as server:
        yield server
