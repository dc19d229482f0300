"""Which examples of a pool may be shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ratchet.fewshot.leakage import Guard
from ratchet.fewshot.pool import Entry, Pool


@dataclass(frozen=True, slots=True)
class Sieve:
    """Lets pass what is good enough, in use, and not kept for evaluation."""

    guard: Guard
    retired: frozenset[str]
    min_score: float

    def sift(self, pool: Pool, places: Iterable[int]) -> Iterator[Entry]:
        """The entries at these places that may be shown, in the same order."""
        return filter(self._passes, map(pool.entries.__getitem__, places))

    def _passes(self, entry: Entry) -> bool:
        if entry.example.score < self.min_score or self.guard.queries.find(entry.fingerprint) is not None:
            return False
        return not self.retired or entry.example.reference not in self.retired
