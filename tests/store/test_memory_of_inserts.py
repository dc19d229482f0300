import gc
import weakref
from collections.abc import Iterator

import pytest

from ratchet.store.events import EventStore


class Column(list[object]):
    """A list that tells when it is gone."""


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage collector; a server's comes by seldom."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_what_is_inserted_is_let_go_at_once(events: EventStore, project: str) -> None:
    names = ("project_id", "trace_id", "timestamp")
    columns = [Column([project]), Column(["a-trace"]), Column([10**18])]
    held = [weakref.ref(column) for column in columns]
    events.insert("trace_overrides", names, columns)
    del columns
    assert [column() for column in held] == [None, None, None]
