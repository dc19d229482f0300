"""What judging works with: stores, budgets, and who is being judged at the moment."""

import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ratchet.domain.judge import Judge
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Kind, Surroundings
from ratchet.judges.spending import Purses
from ratchet.store.events import EventStore
from ratchet.store.events.writers import Writers
from ratchet.store.records import RecordStore

Claim = tuple[str, str, int, str, str]
"""A project, a judge, its version, a trace and a span."""


class Claims:
    """Who is being judged: two batches that hold the same subject ask about it once."""

    def __init__(self) -> None:
        self._held: set[Claim] = set()
        self._guard = threading.Lock()

    @contextmanager
    def hold(self, wanted: Iterable[Claim]) -> Generator[set[Claim]]:
        """Those of these claims that nobody held, held while the block runs."""
        with self._guard:
            free = set(wanted) - self._held
            self._held |= free
        try:
            yield free
        finally:
            with self._guard:
                self._held -= free


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that judging needs. `stopping` is set when the server ends: what is not begun stays for later."""

    events: EventStore
    records: RecordStore
    writers: Writers
    secret: str
    purses: Purses
    claims: Claims
    stopping: threading.Event

    def make(self, judge: Judge) -> Kind[Any]:
        """A judge that is ready to be asked; raises `Invalid` when its definition is no longer usable."""
        return make_judge(judge.kind, judge.parameters, Surroundings(judge.project_id, self.records, self.secret))


def open_bench(events: EventStore, records: RecordStore, writers: Writers, secret: str) -> Bench:
    """A bench over stores that are open."""
    return Bench(events, records, writers, secret, Purses(records), Claims(), threading.Event())
