"""Whether examples that help and hurt are found, and none where none does anything, by simulation.

    uv run python benchmarks/uplift.py [--rounds 200] [--traces 40000]

A round is a week of traces. A query is of one of five types, each with a quality of its own, and has a topic that
nobody sees: it decides which of the eight examples of its type are near, of which it gets three, and how hard it is.
Whoever compared traces with an example with those without would find differences everywhere. 5 % of the traces are held
out by lot. Quality is from 0 to 1 and noisy (a beta distribution, a standard deviation of about 0.22). In the planted
world one example adds 0.15 and one takes as much away; in the other none does anything. Each week is read as
`GET /admin/few-shot/usage` reads it.
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest

from ratchet.fewshot.usage import FALSE_DISCOVERIES
from ratchet.stats.uplift import Group, estimate_effects, estimate_uplift

TYPES = (0.50, 0.55, 0.60, 0.65, 0.70)
EXAMPLES, GIVEN, HELD_OUT = 8, 3, 0.05
HARDNESS, SPREAD = 0.25, 4.0
HELPS, HURTS = "type 1, example 2", "type 3, example 4"
PLANTED = {HELPS: 0.15, HURTS: -0.15}


class Round(NamedTuple):
    """What one week shows: the examples found to help and to hurt, and whether the intervals hold the truth."""

    helping: frozenset[str]
    hurting: frozenset[str]
    effects_held: float
    uplift_held: bool

    @property
    def false(self) -> float:
        """The share of what was found that is not so."""
        wrong = (self.helping - {HELPS}) | (self.hurting - {HURTS})
        return len(wrong) / max(1, len(self.helping | self.hurting))


def main() -> None:
    """Simulate both worlds, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--traces", type=int, default=40_000)
    given = parser.parse_args()
    rng = np.random.default_rng(8)
    print(f"{given.rounds} weeks of {given.traces:,} traces, {HELD_OUT:.0%} held out\n")
    print("| world | helps found | hurts found | false discoveries | weeks with one | intervals that hold the truth |")
    print("|---|---|---|---|---|---|")
    for name, effects in (("planted", PLANTED), ("no effect", {})):
        rounds = [play(rng, given.traces, effects) for _ in range(given.rounds)]
        show(name, rounds)


def play(rng: np.random.Generator, traces: int, effects: Mapping[str, float]) -> Round:
    """One week, and what it shows."""
    groups, uplift = simulate(rng, traces, effects)
    found = estimate_effects(groups)
    sure = {name: one.estimate.value for name, one in found.items() if one.q is not None and one.q <= FALSE_DISCOVERIES}
    held = [one.estimate.low <= effects.get(name, 0.0) <= one.estimate.high for name, one in found.items() if one.q]
    whole = estimate_uplift(groups)
    return Round(
        frozenset(name for name, value in sure.items() if value > 0),
        frozenset(name for name, value in sure.items() if value < 0),
        float(np.mean(held)),
        whole.low <= uplift <= whole.high,
    )


def simulate(rng: np.random.Generator, traces: int, effects: Mapping[str, float]) -> tuple[Sequence[Group], float]:
    """A week's traces, those alike together, and how much better those with examples truly are."""
    kinds = rng.integers(len(TYPES), size=traces)
    topics = rng.random(traces)
    places = (np.arange(EXAMPLES) + 0.5) / EXAMPLES
    distance = np.abs(places - topics[:, None]) + 0.3 * rng.random((traces, EXAMPLES))
    nearest = np.sort(np.argsort(distance, axis=1)[:, :GIVEN], axis=1)
    is_given = rng.random(traces) >= HELD_OUT
    table = np.array(
        [[effects.get(name_of(kind, place), 0.0) for place in range(EXAMPLES)] for kind in range(len(TYPES))]
    )
    gain = table[kinds[:, None], nearest].sum(axis=1)
    mean = np.array(TYPES)[kinds] + HARDNESS * (topics - 0.5) + gain * is_given
    quality = rng.beta(mean * SPREAD, (1 - mean) * SPREAD)
    sums: defaultdict[tuple[int, tuple[int, ...], bool], list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    for kind, some, given, value in zip(
        kinds.tolist(), nearest.tolist(), is_given.tolist(), quality.tolist(), strict=True
    ):
        row = sums[kind, tuple(some), given]
        row[0] += 1
        row[1] += value
        row[2] += value**2
    groups = [
        Group(kind, frozenset(name_of(kind, place) for place in some), given, int(row[0]), row[1], row[2])
        for (kind, some, given), row in sums.items()
    ]
    return groups, float(gain.mean())


def name_of(kind: int, place: int) -> str:
    """What an example is called."""
    return f"type {kind}, example {place}"


def show(name: str, rounds: Sequence[Round]) -> None:
    """A row of the table."""
    shares = [np.mean([HELPS in one.helping for one in rounds]), np.mean([HURTS in one.hurting for one in rounds])]
    false = float(np.mean([one.false for one in rounds]))
    weeks = sum(one.false > 0 for one in rounds)
    bounds = binomtest(weeks, len(rounds)).proportion_ci(method="wilson")
    planted = [f"{share:.1%}" if name == "planted" else "–" for share in shares]
    effects, uplifts = (np.mean([getattr(one, name) for one in rounds]) for name in ("effects_held", "uplift_held"))
    held = f"{effects:.1%} of the examples', {uplifts:.1%} of the uplifts'"
    print(
        f"| {name} | {' | '.join(planted)} | {false:.1%} | {weeks} of {len(rounds)} "
        f"({bounds.low:.1%} to {bounds.high:.1%}) | {held} |"
    )


if __name__ == "__main__":
    main()
