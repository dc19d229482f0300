"""A server on which a small application has lived for a week."""

from collections.abc import Iterator

import httpx2
import pytest
from conversation import Conversation
from story import tell

from ratchet.testing.server import Server, running_server


@pytest.fixture(scope="session")
def lived_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Conversation]]:
    """The server, and everything that was asked of it."""
    with running_server(tmp_path_factory.mktemp("lived"), work=False) as server, server.client() as http:
        conversation = Conversation(http)
        tell(conversation)
        yield server, conversation


@pytest.fixture(scope="session")
def talk(lived_server: tuple[Server, Conversation]) -> Conversation:
    """Everything that was asked of the server, and answered."""
    return lived_server[1]


@pytest.fixture(scope="session")
def lived(talk: Conversation) -> httpx2.Client:
    """A client of the server, with its key."""
    return talk.http
