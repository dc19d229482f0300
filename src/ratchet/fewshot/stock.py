"""All examples of a dataset that may be shown."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from time import monotonic

from ratchet.domain.few_shot import Example
from ratchet.domain.few_shot_settings import FewShotSettings
from ratchet.fewshot.pool import Pool
from ratchet.fewshot.shelf import Shelf
from ratchet.fewshot.sieve import Sieve

_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Stock:
    """A pool, and what lets pass the examples in it; `version` is another whenever they or the settings are."""

    pool: Pool
    sieve: Sieve
    version: str

    @property
    def is_evaluated(self) -> bool:
        """Whether the dataset is one that releases are held against."""
        return self.sieve.guard.is_evaluated

    def take(self, limit: int) -> list[Example]:
        """The best of them."""
        found = self.sieve.sift(self.pool, range(len(self.pool.entries)))
        return [entry.example for entry in islice(found, limit)]


def read_stock(shelf: Shelf, settings: FewShotSettings, retired: frozenset[str], min_score: float) -> Stock:
    """The stock of a dataset as it is now."""
    pool = shelf.pool(monotonic() + _PATIENCE_S, whole=True)
    parts = (pool.version, shelf.guard.version, shelf.guard.is_evaluated, sorted(retired), min_score, settings)
    return Stock(pool, Sieve(shelf.guard, retired, min_score), sha256(repr(parts).encode()).hexdigest()[:32])
