"""What a comparison says, in words."""

from ratchet.domain.comparison import Early, Finding, Reference, ScoreComparison, Settlement
from ratchet.domain.regression_run import Criteria


def say(score: ScoreComparison, reference: Reference, criteria: Criteria, early: Early | None) -> str:
    """One score's drop, how sure it is, and what to do where it is open."""
    said = [_say_drop(score, reference), _say_finding(score, criteria)]
    if early is not None:
        said.append(f"The run stopped after {early.answers:,} of {early.planned:,} answers, which settled it.")
    return " ".join(said)


def _say_drop(score: ScoreComparison, reference: Reference) -> str:
    verb = "dropped by" if score.drop > 0 else "rose by" if score.drop < 0 else "did not change:"
    means = f"{score.baseline_mean:.3f} to {score.new_mean:.3f}"
    return f"{score.score_name} {verb} {_amount(abs(score.drop), score)} against {reference}, from {means}."


def _say_finding(score: ScoreComparison, criteria: Criteria) -> str:
    margin = _amount(criteria.fail_at, score)
    if score.finding is Finding.EXCLUDED:
        return f"A drop of {margin} is ruled out: it is {_amount(score.high, score)} at most."
    if score.finding is Finding.SHOWN:
        return f"A drop of {margin} or more is shown: it is {_amount(score.low, score)} at least."
    if score.is_drop_sure:
        return f"{_say_open(score, margin)}{_say_remedy('the drop is as it seems', score.if_as_seen)}"
    return f"{_say_open(score, margin)}{_say_remedy('nothing has changed', score.if_unchanged)}"


def _say_open(score: ScoreComparison, margin: str) -> str:
    if score.low is None or score.high is None:
        return f"{score.items} items are too few to say whether it dropped by {margin}"
    between = f"between {_amount(score.low, score)} and {_amount(score.high, score)}"
    if score.is_drop_sure:
        return f"It dropped for sure, {between}: whether by {margin} is open"
    return f"This may be noise: the true drop lies {between}, so one of {margin} is neither shown nor ruled out"


def _say_remedy(supposition: str, settlement: Settlement) -> str:
    ways = [f"{settlement.items:,} items"] if settlement.items is not None else []
    ways += [f"{settlement.repeats:,} repeats of each item, in both runs,"] if settlement.repeats is not None else []
    return f". If {supposition}, {' or '.join(ways)} would show it in 4 of 5 cases." if ways else "."


def _amount(drop: float | None, score: ScoreComparison) -> str:
    if drop is None:
        return "an unknown amount"
    return f"{round(100 * drop, 1):g} %" if score.is_relative else f"{drop:.3f} points"
