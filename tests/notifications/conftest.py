"""What tests of notifications share: a project of their own, and rounds of its notifier."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alert_post import Post

from ratchet.auth.keys import ensure_project
from ratchet.store.events import EventStore
from ratchet.store.records import open_record_store


@pytest.fixture
def post(events: EventStore, tmp_path: Path, project: str) -> Iterator[Post]:
    """A project of this test's own."""
    records = open_record_store(f"sqlite:///{tmp_path}/records.db")
    ensure_project(records, project, "A test's project")
    yield Post(events, records, project)
    records.close()


@pytest.fixture
def rounds(post: Post) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Lets a notifier do rounds, some seconds apart by its clock, until something is so."""
    notifier = post.notifier()

    def until(is_so: Callable[[], bool], within_s: float = 60.0) -> None:
        deadline = time.monotonic() + within_s
        while not is_so():
            assert time.monotonic() < deadline, "it never came to that"
            notifier.look()
            post.clock.turn(seconds=5)
            time.sleep(0.005)  # the lanes have the processor meanwhile

    yield until
    notifier.close()
