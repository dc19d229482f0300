"""Pools at hand: read once, looked at for changes at every request, and renewed behind requests that cannot wait."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratchet.domain.dataset import Dataset
from ratchet.domain.few_shot_settings import FewShotSettings
from ratchet.domain.quality import quality_names
from ratchet.errors import Unavailable
from ratchet.fewshot.leakage import Guard
from ratchet.fewshot.meaning import Meaning, to_embedder
from ratchet.fewshot.pool import EMPTY, EXAMPLES_MAX, SIZE_BYTES_MAX, Pool, load_pool
from ratchet.fewshot.ranking import Ranking, RankingByWords
from ratchet.fewshot.threads import Turns, Underway, askers, readers
from ratchet.fewshot.wish import FellBack
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_figures import read_figures_of_names
from ratchet.store.events.few_shot_examples import Stamp, borrows_scores, read_example_keys, read_stamp
from ratchet.store.records import RecordStore
from ratchet.store.records.quality_marks import read_marks

_KEPT_MAX = 16
_KEPT_SIZE_BYTES_MAX = 8 * SIZE_BYTES_MAX
_FIRST = 200
_PATIENCE_S = 30.0
# Scores of traces change without an edit of the items that have them.
_BORROWED_FOR_S = 5.0
# However often a dataset changes, so much of the time goes into following it where nobody can wait for that.
_SHARE_MAX = 0.2
_HURRIED_S = 1.0
# As long a provider that gives no embeddings is left alone.
_UNAVAILABLE_FOR_S = 60.0
# Of one shelf, so that a provider that hangs leaves threads to others; by words it takes milliseconds.
_ASKING_MAX = 2
_COUNTING_MAX = 64

log = logging.getLogger(__name__)


class Ranked(NamedTuple):
    """How near each example of a ranking's pool is to a query."""

    ranking: Ranking
    relevance: NDArray[np.float32]

    @property
    def pool(self) -> Pool:
        return self.ranking.pool


class Shelf:
    """The pool of one dataset, with what is kept from prompts and who ranks it."""

    def __init__(
        self, events: EventStore, records: RecordStore, secret: str, dataset: Dataset, settings: FewShotSettings
    ) -> None:
        self.dataset = dataset
        self.guard = Guard(dataset, settings.evaluation_datasets)
        self._events = events
        self._records = records
        embedder = to_embedder(settings)
        self._meaning = embedder and Meaning(events, records, secret, dataset.project_id, embedder)
        self._stems: Mapping[str, Sequence[str]] = {}
        self._pool: Pool | None = None
        self._ranking: Ranking | None = None
        self._read_at = self._again_at = self._index_again_at = 0.0
        self._borrows = False
        self._first: Future[None] = Future()
        self._looking, self._refreshing = Underway(readers), Underway(readers)
        self._indexing = Underway(askers if self._meaning else readers)
        self._asking, self._counting = Turns(askers, _ASKING_MAX), Turns(readers, _COUNTING_MAX)

    @property
    def size_bytes(self) -> int:
        """How long the texts of the pool at hand are."""
        return self._pool.size_bytes if self._pool else 0

    def pool(self, deadline: float, *, whole: bool = False) -> Pool:
        """The pool as the dataset is now; after the deadline, as it was a moment ago where that is known.

        Deadlines are by `time.monotonic`. Where nothing is known yet, this waits for the best examples, or for the
        whole of it; raises `Unavailable` when they cannot be read.
        """
        self._look(deadline)
        stamp = read_stamp(self._events, self.dataset.project_id, self.dataset.id)
        for _ in range(2):  # what is being read may have begun before the last edit
            if self._is_current(stamp) or self._must_do(deadline) or not _wait(self._begin(), deadline):
                break
        return self._pool if self._pool and (self._pool.is_whole or not whole) else self._await(whole=whole)

    def rank(self, pool: Pool, query: str, deadline: float) -> Ranked | FellBack:
        """How near the examples of a pool, or of the one before it, are to a query; or why nobody can say."""
        ranking = self._find_ranking(pool, deadline) if pool.is_whole else None
        if ranking is None:
            return FellBack.DEADLINE
        turns = self._counting if isinstance(ranking, RankingByWords) else self._asking
        scoring = turns.take(ranking.score, query)
        try:
            if scoring is not None and _wait(scoring, deadline):
                return Ranked(ranking, scoring.result())
        except Unavailable as error:
            log.warning("No embedding of a query: %s", error.message)
            return FellBack.NO_EMBEDDING
        if scoring is not None:
            scoring.cancel()
        return FellBack.DEADLINE

    def _find_ranking(self, pool: Pool, deadline: float) -> Ranking | None:
        if self._ranking is not None and (self._ranking.pool is pool or monotonic() < self._index_again_at):
            return self._ranking
        # The one before does nearly as well, so only half of the time is spent on waiting for the new one.
        patience = deadline if self._ranking is None else (monotonic() + deadline) / 2
        _wait(self._indexing.begin(self._index, pool), patience)
        return self._ranking

    def _is_current(self, stamp: Stamp) -> bool:
        if self._pool is None or not self._pool.is_whole or self._pool.stamp != stamp:
            return False
        return not self._borrows or monotonic() - self._read_at < _BORROWED_FOR_S

    def _must_do(self, deadline: float) -> bool:
        """Whether the pool at hand is taken as it is: who asks is in a hurry, and it was read a moment ago."""
        now = monotonic()
        return self._pool is not None and self._pool.is_whole and now < self._again_at and deadline - now < _HURRIED_S

    def _begin(self) -> Future[None]:
        return self._refreshing.begin(self._refresh)

    def _look(self, deadline: float) -> None:
        """Have the guard look around; after the deadline, what it saw last must do, if it ever did."""
        if self.guard.is_due:
            looking = self._looking.begin(self.guard.look, self._events, self._records)
            _wait(looking, deadline if self.guard.is_ready else monotonic() + _PATIENCE_S)
        if not self.guard.is_ready:
            raise self._not_yet()

    def _await(self, *, whole: bool) -> Pool:
        """The first pool there is."""
        refreshing = self._begin()
        awaited = {refreshing} if whole else {refreshing, self._first}
        wait(awaited, timeout=_PATIENCE_S, return_when=FIRST_COMPLETED)
        if refreshing.done():
            refreshing.result()
        if self._pool is None or (whole and not self._pool.is_whole):
            raise self._not_yet()
        return self._pool

    def _not_yet(self) -> Unavailable:
        return Unavailable(f"The examples of {self.dataset.name!r} are still being read. Try again in a moment.")

    def _refresh(self) -> None:
        events, dataset, begun = self._events, self.dataset, monotonic()
        stamp = read_stamp(events, dataset.project_id, dataset.id)
        self._borrows = borrows_scores(events, dataset.project_id, dataset.id)
        names = self._score_names() if self._borrows else ()
        keys = read_example_keys(events, dataset.project_id, dataset.id, score_names=names, limit=EXAMPLES_MAX)
        if self._pool is None and len(keys) > _FIRST:
            self._pool = load_pool(events, dataset, stamp, keys[:_FIRST], EMPTY, is_whole=False)
            self._first.set_result(None)
        self._pool = load_pool(events, dataset, stamp, keys, self._pool or EMPTY, is_whole=True)
        self._read_at, took_s = monotonic(), monotonic() - begun
        self._again_at = self._read_at + took_s / _SHARE_MAX

    def _score_names(self) -> tuple[str, ...]:
        figures = read_figures_of_names(self._events, self.dataset.project_id).values()
        return tuple(quality_names(figures, read_marks(self._records, self.dataset.project_id)))

    def _index(self, pool: Pool) -> None:
        begun = monotonic()
        words = RankingByWords(pool, self._stems)
        self._stems = words.stems
        if self._meaning is None or self._ranking is None:
            self._ranking = words
        pause_s = (monotonic() - begun) / _SHARE_MAX
        if self._meaning is not None and not self._rank_by_meaning(self._meaning, pool):
            self._ranking, pause_s = words, _UNAVAILABLE_FOR_S
        self._index_again_at = monotonic() + pause_s

    def _rank_by_meaning(self, meaning: Meaning, pool: Pool) -> bool:
        try:
            self._ranking = meaning.rank(pool)
        except Unavailable as error:
            log.warning("Examples of %s are compared by words: %s", self.dataset.name, error.message)
            return False
        return True


class Shelves:
    """The shelves that were asked for lately."""

    def __init__(self, events: EventStore, records: RecordStore, secret: str) -> None:
        """`secret` unseals the keys of providers."""
        self._events = events
        self._records = records
        self._secret = secret
        self._shelves: OrderedDict[tuple[Any, ...], Shelf] = OrderedDict()
        self._finding = threading.Lock()

    def find(self, dataset: Dataset, settings: FewShotSettings) -> Shelf:
        """The shelf of a dataset as it is called now, with what is set for it."""
        key = (dataset.id, dataset.name, settings.evaluation_datasets, to_embedder(settings))
        with self._finding:
            shelf = self._shelves.pop(key, None)
            shelf = shelf or Shelf(self._events, self._records, self._secret, dataset, settings)
            self._shelves[key] = shelf
            while self._is_too_much():
                self._shelves.popitem(last=False)
        return shelf

    def _is_too_much(self) -> bool:
        kept = self._shelves.values()
        return len(kept) > _KEPT_MAX or sum(shelf.size_bytes for shelf in kept) > _KEPT_SIZE_BYTES_MAX


def _wait(future: Future[Any], deadline: float) -> bool:
    """Whether it is done by a deadline; raises what it failed of."""
    try:
        future.result(timeout=max(0.0, deadline - monotonic()))
    except TimeoutError:
        return False
    return True
