"""What tests share: one event store for the whole session, and a project of its own for every test."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from ratchet.store.events import EventStore, open_event_store


@pytest.fixture(scope="session")
def events_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the event store of this session is: embedded, and one process can hold one directory."""
    return f"chdb://{tmp_path_factory.mktemp('events')}"


@pytest.fixture(scope="session")
def events(events_url: str) -> Iterator[EventStore]:
    """The event store, open, shared by every test of the session."""
    store = open_event_store(events_url)
    yield store
    store.close()


@pytest.fixture
def project() -> str:
    """The id of a project that no other test writes to."""
    return f"project-{uuid4().hex}"
