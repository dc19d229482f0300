"""What a treatment does that was kept from some by lot: in all, and each of several things that were given together."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy  # loads its parts when they are used: the server starts without them
from numpy.typing import NDArray

from ratchet.stats.estimate import CONFIDENCE, Estimate, to_estimate, unknown

Array = NDArray[np.float64]

# With fewer on either side, nothing is said of a thing.
SAMPLES_MIN = 20
THINGS_MAX = 150
_ROWS_AT_ONCE = 10_000


class Group(NamedTuple):
    """Samples that have the same stratum and the same things, all given or all withheld: how many, and their sums."""

    stratum: Hashable
    things: frozenset[str]
    is_given: bool
    size: int
    total: float
    squares: float


class Effect(NamedTuple):
    """What a thing does to a sample's value when it is given; `p` if it does nothing, `q` beside all others.

    `inseparable` are those that it was never without: what is estimated is then what they do together. Without an
    estimate there are too few samples, or the lot does not separate it from the others.
    """

    estimate: Estimate
    p: float | None = None
    q: float | None = None
    inseparable: frozenset[str] = frozenset()


def estimate_uplift(groups: Iterable[Group], confidence: float = CONFIDENCE) -> Estimate:
    """How much higher the mean is where things were given, weighed by how often each stratum comes.

    Strata with fewer than two samples on a side are left out. The interval is Welch's (1947), for a stratified mean.
    """
    sides = _sum_by_stratum(groups)
    usable = [pair for pair in sides.values() if min(pair[0].size, pair[1].size) >= 2]
    samples = sum(given.size + withheld.size for given, withheld in usable)
    if not usable:
        return unknown(samples)
    weights = np.array([given.size + withheld.size for given, withheld in usable]) / samples
    value = float(weights @ [given.mean - withheld.mean for given, withheld in usable])
    parts = np.array([[side.variance / side.size for side in pair] for pair in usable]) * weights[:, None] ** 2
    freedoms = np.array([[side.size - 1 for side in pair] for pair in usable])
    error = float(parts.sum())
    freedom = error**2 / float((parts**2 / freedoms).sum()) if error else np.inf
    half = float(scipy.stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(error))
    return to_estimate(value, value - half, value + half, samples)


def estimate_effects(groups: Sequence[Group], confidence: float = CONFIDENCE) -> dict[str, Effect]:
    """What each thing does by itself, the others being what they are.

    Least squares of the value on the stratum, on the things that were meant for a sample (whoever is meant to get a
    thing may differ from others) and on those that it got: the last are the effects, and the lot alone decides them.
    Errors are robust (HC3, MacKinnon and White, 1985); `q` is Benjamini and Yekutieli's (2001), which keeps false
    discoveries below its level however the effects hang together.
    """
    bundles = _bundle(groups)
    ties = {thing: bundle[0] for bundle in bundles for thing in bundle}
    tied = [group._replace(things=frozenset(map(ties.__getitem__, group.things))) for group in groups]
    found = _estimate(tied, confidence)
    return {
        thing: found[bundle[0]]._replace(inseparable=frozenset(bundle) - {thing})
        for bundle in bundles
        for thing in bundle
    }


def _bundle(groups: Sequence[Group]) -> list[list[str]]:
    """The things, those together that never came without each other."""
    places: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        for thing in group.things:
            places.setdefault(thing, []).append(place)
    bundles: dict[tuple[int, ...], list[str]] = {}
    for thing in sorted(places):
        bundles.setdefault(tuple(places[thing]), []).append(thing)
    return list(bundles.values())


def _estimate(groups: Sequence[Group], confidence: float) -> dict[str, Effect]:
    tested, others = _split(groups)
    found = {thing: Effect(unknown()) for thing in others}
    if tested:
        fit = _Fit(groups, tested)
        found |= {thing: fit.test(place, confidence) for place, thing in enumerate(tested)}
    p_values = {thing: effect.p for thing, effect in found.items() if effect.p is not None}
    if p_values:
        adjusted = scipy.stats.false_discovery_control(list(p_values.values()), method="by")
        found |= {thing: found[thing]._replace(q=float(q)) for thing, q in zip(p_values, adjusted, strict=True)}
    return found


class _Side(NamedTuple):
    size: int = 0
    total: float = 0.0
    squares: float = 0.0

    @property
    def mean(self) -> float:
        return self.total / self.size

    @property
    def variance(self) -> float:
        return max(0.0, self.squares - self.total**2 / self.size) / (self.size - 1)

    def add(self, group: Group) -> "_Side":
        return _Side(self.size + group.size, self.total + group.total, self.squares + group.squares)


def _sum_by_stratum(groups: Iterable[Group]) -> dict[Hashable, tuple[_Side, _Side]]:
    sides: dict[Hashable, tuple[_Side, _Side]] = {}
    for group in groups:
        given, withheld = sides.get(group.stratum, (_Side(), _Side()))
        sides[group.stratum] = (given.add(group), withheld) if group.is_given else (given, withheld.add(group))
    return sides


def _split(groups: Iterable[Group]) -> tuple[list[str], list[str]]:
    """The things of which there are enough samples on both sides, and the rest."""
    counts: dict[str, list[int]] = {}
    for group in groups:
        for thing in group.things:
            counts.setdefault(thing, [0, 0])[group.is_given] += group.size
    by_samples = sorted(counts, key=lambda thing: (-min(counts[thing]), thing))
    tested = [thing for thing in by_samples if min(counts[thing]) >= SAMPLES_MIN][:THINGS_MAX]
    return tested, sorted(counts.keys() - set(tested))


class _Fit:
    """The fitted model: a column per stratum, then for each thing one for being meant and one for being given."""

    def __init__(self, groups: Sequence[Group], tested: Sequence[str]) -> None:
        self._tested = tested
        self._withheld = np.zeros(len(tested))
        self._rows = self._to_rows(groups)
        self._counts = counts = np.array([group.size for group in groups], float)
        totals = np.array([group.total for group in groups])
        squares = np.array([group.squares for group in groups])
        weighted = self._rows.multiply(counts[:, None]).tocsr()
        moments = np.asarray((self._rows.T @ weighted).todense())
        self._inverse = np.linalg.pinv(moments, rcond=1e-10, hermitian=True)
        self._known = np.abs(self._inverse @ moments - np.eye(len(moments))) < 1e-6
        self._values = self._inverse @ (self._rows.T @ totals)
        fitted = self._rows @ self._values
        residuals = np.maximum(0.0, squares - 2 * fitted * totals + counts * fitted**2)
        self._errors = self._to_errors(residuals)

    def _to_rows(self, groups: Sequence[Group]) -> Any:
        strata = {stratum: place for place, stratum in enumerate(dict.fromkeys(group.stratum for group in groups))}
        places = {thing: place for place, thing in enumerate(self._tested)}
        self._first = len(strata)
        entries: list[tuple[int, int, float]] = []
        for row, group in enumerate(groups):
            entries.append((row, strata[group.stratum], 1.0))
            known = [places[thing] for thing in group.things if thing in places]
            rest = len(group.things) - len(known)
            for place in known:
                entries += [(row, self._meant(place), 1.0), (row, self._given(place), float(group.is_given))]
                self._withheld[place] += 0 if group.is_given else group.size
            # Things that are not looked at one by one count as many of one.
            entries += [(row, self._meant(-1), float(rest)), (row, self._given(-1), float(rest * group.is_given))]
        rows, columns, values = zip(*entries, strict=True)
        return scipy.sparse.csr_matrix((values, (rows, columns)), (len(groups), self._given(-1) + 1))

    def _meant(self, place: int) -> int:
        return self._first + 2 * (place % (len(self._tested) + 1))

    def _given(self, place: int) -> int:
        return self._meant(place) + 1

    def _to_errors(self, residuals: Array) -> Array:
        """The standard error of every value, by the sandwich of HC3."""
        meat = np.zeros_like(self._inverse)
        for start in range(0, self._rows.shape[0], _ROWS_AT_ONCE):
            rows = self._rows[start : start + _ROWS_AT_ONCE]
            leverage = np.asarray(rows.multiply(rows @ self._inverse).sum(axis=1)).ravel()
            weights = residuals[start : start + _ROWS_AT_ONCE] / np.clip(1 - leverage, 0.1, 1.0) ** 2
            meat += np.asarray((rows.T @ rows.multiply(weights[:, None])).todense())
        return np.sqrt(np.maximum(0.0, np.diag(self._inverse @ meat @ self._inverse)))

    def test(self, place: int, confidence: float) -> Effect:
        """The effect of a thing; without an estimate where the lot did not separate it from others."""
        column = self._given(place)
        if not self._known[column].all():
            return Effect(unknown())
        value, error = float(self._values[column]), float(self._errors[column])
        freedom = self._withheld[place] - 1
        half = float(scipy.stats.t.ppf((1 + confidence) / 2, freedom)) * error
        p = float(2 * scipy.stats.t.sf(abs(value) / error, freedom)) if error else float(value == 0)
        samples = int(self._counts @ self._rows[:, self._meant(place)].toarray().ravel())
        return Effect(to_estimate(value, value - half, value + half, samples), p)
