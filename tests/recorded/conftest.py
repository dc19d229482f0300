"""A server to which everything recorded was sent, generation after generation."""

from collections.abc import Iterator

import httpx2
import pytest
from recording import FOLDER, GENERATIONS, Recorded, read_recording

from ratchet.testing.server import Server, running_server


@pytest.fixture(scope="session")
def recordings() -> dict[str, list[Recorded]]:
    """What each generation sent; skips where the recordings are not."""
    if not FOLDER.exists():
        pytest.skip(f"the recorded payloads are not at {FOLDER}")
    return {generation: read_recording(generation) for generation in GENERATIONS}


@pytest.fixture(scope="session")
def replay_server(recordings: dict[str, list[Recorded]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has seen nothing but the recordings."""
    with running_server(tmp_path_factory.mktemp("recorded"), work=False) as server:
        yield server


@pytest.fixture(scope="session")
def answers(
    replay_server: Server, recordings: dict[str, list[Recorded]]
) -> dict[str, list[tuple[Recorded, httpx2.Response]]]:
    """Every request with the answer it got."""
    with replay_server.client() as client:
        return {name: [(sent, sent.send(client)) for sent in recorded] for name, recorded in recordings.items()}


@pytest.fixture(scope="session")
def read(replay_server: Server, answers: object) -> Iterator[httpx2.Client]:
    """A client that reads what the recordings left behind."""
    with replay_server.client() as client:
        yield client
