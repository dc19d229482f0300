"""How often verdicts are wrong, and how often they are right, by simulation.

    uv run python benchmarks/verdicts.py [alpaca_eval.jsonl.gz] [--rounds 2000]

Runs are drawn from populations whose true drop is known. At a drop of exactly the margin (10 %) the strict gate should
pass 5 % of them at most; where nothing has changed, and with as many items as a report says are needed, 80 % at least.
With early stopping there is a look after every item. With the file, one population has real scores.
"""

import argparse
import gzip
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ratchet.stats.betting import follow
from ratchet.stats.drop import Pairs, p_of_excess, p_of_shortfall, to_pairs
from ratchet.stats.noninferiority import decide, items_needed

MARGIN, ERROR_RATE = 0.10, 0.05
# The gate draws five times as many for a single verdict; over thousands of them that makes no difference.
RESAMPLES = 1999


class Sample(NamedTuple):
    """Scores of the same items before and after, and the session that each belongs to."""

    before: np.ndarray
    after: np.ndarray
    clusters: list[int] | None = None


Draw = Callable[[np.random.Generator, int, float], Sample]
"""Draws so many items of a population with a true drop."""


@dataclass(frozen=True)
class Rates:
    """What became of simulated runs, as shares; `asked` of all items."""

    passed: float
    shown: float
    asked: float = 1.0


def graded(random: np.random.Generator, count: int, drop: float) -> Sample:
    """Scores between 0 and 1 of items of different difficulty, each run with noise of its own."""
    level = random.beta(6, 2, count)
    return Sample(_noisy(random, level), _noisy(random, level * (1 - drop)))


def pass_or_fail(random: np.random.Generator, count: int, drop: float) -> Sample:
    """Passed or failed; the release loses some items that passed, and wins none."""
    before = (random.random(count) < 0.8).astype(float)
    return Sample(before, np.where(random.random(count) < drop, 0.0, before))


def flaky(random: np.random.Generator, count: int, drop: float) -> Sample:
    """Passed or failed, and most items may do either in any run."""
    level = random.beta(2, 1, count)
    return Sample(*((random.random(count) < chance).astype(float) for chance in (level, level * (1 - drop))))


def in_sessions(random: np.random.Generator, count: int, drop: float) -> Sample:
    """Scores in sessions of five, of which a release makes some better and some worse as a whole."""
    sessions = np.arange(count) // 5
    level = 0.8 * random.beta(6, 2, count)
    kept = (1 - drop) * (1 + 0.2 * random.uniform(-1, 1, sessions[-1] + 1))[sessions]
    return Sample(_noisy(random, level), _noisy(random, level * kept), sessions.tolist())


def real(path: Path) -> Draw:
    """Real scores: claude-2.1 before, and after, vicuna-13b-v1.5 for as many items as make the drop."""
    with gzip.open(path, "rt") as lines:
        answers = [json.loads(line)["answers"] for line in lines]
    before, worse = (
        np.array([answer[model]["win_rate"] for answer in answers]) for model in ("claude-2.1", "vicuna-13b-v1.5")
    )

    def draw(random: np.random.Generator, count: int, drop: float) -> Sample:
        chosen = random.integers(len(before), size=count)
        share = drop / (1 - worse.mean() / before.mean())
        replaced = random.random(count) < share
        return Sample(before[chosen], np.where(replaced, worse[chosen], before[chosen]))

    return draw


def simulate(draw: Draw, count: int, drop: float, rounds: int) -> Rates:
    """What the strict gate says of runs with a true drop."""
    random = np.random.default_rng(count)
    found = [_decide(draw(random, count, drop), ERROR_RATE) for _ in range(rounds)]
    return Rates(*(float(rate) for rate in np.mean(found, axis=0)))


def simulate_early(draw: Draw, count: int, drop: float, rounds: int) -> Rates:
    """The same for runs that may stop: half of the error rate for the looks, half for the test at the end."""
    random = np.random.default_rng(count)
    found = [_decide_early(draw(random, count, drop)) for _ in range(rounds)]
    return Rates(*(float(rate) for rate in np.mean(found, axis=0)))


def enough_items(draw: Draw) -> int:
    """How many items a report would ask for, by the differences of a long run in which nothing has changed."""
    sample = draw(np.random.default_rng(0), 20_000, 0.0)
    items = items_needed(_to_pairs(sample), MARGIN, error_rate=ERROR_RATE)
    assert items is not None
    return 5 * math.ceil(items / 5)


def _to_pairs(sample: Sample) -> Pairs:
    return to_pairs(sample.before.tolist(), sample.after.tolist(), sample.clusters)


def _noisy(random: np.random.Generator, level: np.ndarray) -> np.ndarray:
    """Scores about their level that stay between 0 and 1, so that the level stays their mean."""
    return random.beta(8 * level, 8 * (1 - level))


def _decide(sample: Sample, error_rate: float) -> tuple[bool, bool]:
    pairs = _to_pairs(sample)
    if min(p_of_excess(pairs, MARGIN), p_of_shortfall(pairs, MARGIN)) > error_rate:
        return False, False  # the bootstrap would have to agree, so it need not be asked
    decision = decide(pairs, MARGIN, error_rate=error_rate, resamples=RESAMPLES)
    return decision.is_excluded, decision.is_shown


def _decide_early(sample: Sample) -> tuple[bool, bool, float]:
    looks = follow(sample.before, sample.after, margin=MARGIN, error_rate=ERROR_RATE / 2)
    stops = [after for after in (looks.excluded_after, looks.shown_after) if after]
    if not stops:
        return *_decide(sample, ERROR_RATE / 2), 1.0
    first = min(stops)
    return first == looks.excluded_after, first == looks.shown_after, first / len(sample.before)


def _report_errors(populations: dict[str, Draw], rounds: int) -> None:
    print("\n| at a true drop of 10 % | items | strict gate passes | a drop of 10 % is shown |\n|---|---|---|---|")
    for name, draw in populations.items():
        for count in (50, 100, 400):
            rates = simulate(draw, count, MARGIN, rounds)
            print(f"| {name} | {count} | {rates.passed:.1%} | {rates.shown:.1%} |", flush=True)


def _report_power(populations: dict[str, Draw], rounds: int) -> None:
    print("\n| nothing has changed | items asked for | strict gate passes |\n|---|---|---|")
    for name, draw in populations.items():
        if name not in {"passed or failed", "real scores"}:  # there, nothing varies unless it is lost
            count = enough_items(draw)
            print(f"| {name} | {count} | {simulate(draw, count, 0.0, rounds).passed:.1%} |", flush=True)


def _report_early(populations: dict[str, Draw], rounds: int) -> None:
    print("\n| a look after every item, of 400 | true drop | passes | shown | calls saved |\n|---|---|---|---|---|")
    for name, draw in populations.items():
        if name == "in sessions of five":  # a run of these does not stop early
            continue
        for drop in (0.0, MARGIN, 0.3):
            rates = simulate_early(draw, 400, drop, rounds)
            print(
                f"| {name} | {drop:.0%} | {rates.passed:.1%} | {rates.shown:.1%} | {1 - rates.asked:.0%} |", flush=True
            )


def main() -> None:
    """Simulate, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scores", nargs="?", type=Path, help="alpaca_eval.jsonl.gz")
    parser.add_argument("--rounds", type=int, default=2000)
    given = parser.parse_args()
    populations: dict[str, Draw] = {
        "graded": graded,
        "passed or failed": pass_or_fail,
        "flaky, passed or failed": flaky,
        "in sessions of five": in_sessions,
    }
    if given.scores is not None:
        populations["real scores"] = real(given.scores)
    print(f"{given.rounds:,} runs each")
    for report in (_report_errors, _report_power, _report_early):
        report(populations, given.rounds)


if __name__ == "__main__":
    main()
