"""What verdicts on the same things say of the judge that gave them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from ratchet.stats.components import Scored, split_variance
from ratchet.stats.estimate import Estimate, estimate_mean

FEW = 30
# From here on an average over things hides little of them behind the judge's noise.
RELIABLE = 0.8

Value = float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How much a judge agrees with itself.

    `agreement` is how often two verdicts on the same thing are the same, averaged over things. For numbers,
    `judge_variance` is within things, `item_variance` between them, and `reliability` the share that is between.
    """

    agreement: Estimate
    judge_variance: float | None = None
    item_variance: float | None = None
    reliability: float | None = None
    notes: Sequence[str] = ()


def measure_consistency(verdicts: Sequence[Sequence[Value]]) -> Consistency:
    """Compare verdicts on each of several things; a thing with a single verdict tells nothing of the judge."""
    repeated = [values for values in verdicts if len(values) > 1]
    agreement = estimate_mean([_agreement_of(values) for values in repeated])
    notes = [f"Only {len(repeated)} things: another sample may say otherwise."] if len(repeated) < FEW else []
    if any(isinstance(value, str) for values in verdicts for value in values):
        return Consistency(agreement=agreement, notes=notes)
    scored = [Scored(item, item, float(value)) for item, values in enumerate(verdicts) for value in values]
    components = split_variance(scored)
    reliability = _reliability(components.items, components.judge)
    if reliability is not None and reliability < RELIABLE:
        notes.append(
            f"{1 - reliability:.0%} of the spread is the judge's own noise: let it ask several times (`repeats`), "
            "lower its temperature, or take another model."
        )
    return Consistency(
        agreement=agreement,
        judge_variance=components.judge,
        item_variance=components.items,
        reliability=reliability,
        notes=notes,
    )


def _agreement_of(values: Sequence[Value]) -> float:
    return fmean(one == other for one, other in combinations(values, 2))


def _reliability(between: float | None, within: float | None) -> float | None:
    """The intraclass correlation of single verdicts (Shrout and Fleiss, 1979, ICC(1,1)); none where all are equal."""
    if between is None or within is None or between + within == 0:
        return None
    return between / (between + within)
