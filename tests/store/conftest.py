"""Every test of this folder that takes `events` runs on both event stores."""

import pytest

from ratchet.store.events import EventStore


@pytest.fixture(params=["embedded_events", "wire_events"], ids=["chdb", "wire"])
def events(request: pytest.FixtureRequest) -> EventStore:
    """The event store: embedded, then behind ClickHouse's wire."""
    return request.getfixturevalue(request.param)
