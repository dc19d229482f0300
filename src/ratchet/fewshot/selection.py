"""Choosing examples for a query: in which order, and which of them may be shown."""

from collections.abc import Iterable, Sequence
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from ratchet.domain.few_shot import Example
from ratchet.domain.few_shot_settings import Strategy
from ratchet.fewshot.budget import Budget
from ratchet.fewshot.diversity import diversify
from ratchet.fewshot.pool import Entry, Pool
from ratchet.fewshot.shelf import Ranked, Shelf
from ratchet.fewshot.sieve import Sieve
from ratchet.fewshot.wish import Chosen, FellBack, Wish
from ratchet.text.duplicates import find_near_duplicate

# By score nothing has to be quick but the server's answer.
_PATIENCE_S = 5.0
# Of so many that are nearest to the query those are taken that differ most.
_DIVERSIFIED = 50
_COMPARED_LENGTH = 2_000


def choose(shelf: Shelf, wish: Wish, retired: frozenset[str]) -> Chosen:
    """The examples of a shelf that meet a wish best; `retired` are not shown, as traces name them."""
    patience_s = _PATIENCE_S if wish.strategy is Strategy.SCORE else wish.deadline_s
    deadline = monotonic() + patience_s
    pool = shelf.pool(deadline - patience_s / 2)  # the other half is for putting it in order
    sieve = Sieve(shelf.guard, retired, wish.min_score)
    fell_back = None
    if wish.strategy is not Strategy.SCORE:
        nearest = _find_nearest(pool, shelf, wish, sieve, deadline)
        if not isinstance(nearest, FellBack):
            return Chosen(_take(nearest, wish), wish.strategy)
        fell_back = nearest
    examples = _take(sieve.sift(pool, pool.of_type(wish.query_type)), wish)
    if len(examples) < wish.n and not pool.is_whole:
        pool = shelf.pool(deadline, whole=True)
        examples = _take(sieve.sift(pool, pool.of_type(wish.query_type)), wish)
    return Chosen(examples, Strategy.SCORE, fell_back)


def _find_nearest(pool: Pool, shelf: Shelf, wish: Wish, sieve: Sieve, deadline: float) -> Iterable[Entry] | FellBack:
    ranked = shelf.rank(pool, wish.query, deadline)
    if isinstance(ranked, FellBack):
        return ranked
    places = _nearest_first(ranked, wish.query_type)
    if not len(places):
        return FellBack.NOTHING_SIMILAR
    if ranked.pool is not pool:  # one edit behind
        still = {entry.example.id for entry in pool.entries}
        places = [place for place in places if ranked.pool.entries[place].example.id in still]
    if wish.strategy is Strategy.DIVERSE:
        return _diversify(ranked, places, sieve, wish.diversity)
    return sieve.sift(ranked.pool, places)


def _nearest_first(ranked: Ranked, query_type: str) -> Sequence[int]:
    """The positions of the examples of a type, among equals the best first; none if none is near at all."""
    places = ranked.pool.of_type(query_type)
    relevance = ranked.relevance[places]
    return places[np.argsort(-relevance, kind="stable")].tolist() if relevance.any() else []


def _diversify(ranked: Ranked, places: Sequence[int], sieve: Sieve, diversity: float) -> Iterable[Entry]:
    near = [place for place in places[: 4 * _DIVERSIFIED] if any(sieve.sift(ranked.pool, [place]))][:_DIVERSIFIED]
    relevance: NDArray[np.float32] = ranked.relevance[near]
    order = diversify(relevance / relevance.max(initial=1e-9), ranked.ranking.compare(near), diversity=diversity)
    return [ranked.pool.entries[near[place]] for place in order]


def _take(entries: Iterable[Entry], wish: Wish) -> list[Example]:
    """The first that fit the budget and say something else than the query and each other."""
    budget = Budget(wish.token_budget)
    asked = [wish.query[:_COMPARED_LENGTH]]
    taken: list[Example] = []
    for entry in entries:
        if len(taken) == wish.n:
            break
        query = entry.example.query[:_COMPARED_LENGTH]
        if find_near_duplicate(query, asked) is None and budget.take(entry.example):
            taken.append(entry.example)
            asked.append(query)
    return taken
