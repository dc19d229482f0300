"""Adherence: how well the turns of a conversation keep to a persona, and whether that decays."""

from collections.abc import Sequence
from dataclasses import dataclass

from ratchet.judges.persona.turns import Turn
from ratchet.stats.estimate import Estimate, estimate_mean
from ratchet.stats.trend import SAMPLES_MIN, estimate_slope

FEW = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """Turns, their mean score and its change from one turn to the next.

    `decays` when all of the interval of the change is below 0, `None` when it cannot be said; `notes` say what limits
    the figures.
    """

    turns: Sequence[Turn]
    mean: Estimate
    change_per_turn: Estimate
    decays: bool | None
    notes: Sequence[str]


def measure(turns: Sequence[Turn]) -> Adherence:
    """What the scores of turns come to; turns without one are left out of the figures."""
    scored = [(turn.number, turn.score) for turn in turns if turn.score is not None]
    numbers, scores = [number for number, _ in scored], [score for _, score in scored]
    change = estimate_slope(numbers, scores)
    return Adherence(
        turns=turns,
        mean=estimate_mean(scores),
        change_per_turn=change,
        decays=None if change.high is None else change.high < 0,
        notes=_notes(turns, scores),
    )


def _notes(turns: Sequence[Turn], scores: Sequence[float]) -> list[str]:
    notes: list[str] = []
    if len(scores) < len(turns):
        notes.append(f"{len(turns) - len(scores)} of {len(turns)} turns have no score, and are left out.")
    if len(scores) < SAMPLES_MIN:
        notes.append(f"A trend takes {SAMPLES_MIN} scores.")
    elif len(set(scores)) == 1:
        notes.append("All scores are equal.")
    elif len(scores) < FEW:
        notes.append(f"{len(scores)} scores are few: the interval is wide.")
    if len({turn.epoch for turn in turns if turn.score is not None}) > 1:
        notes.append("The scores rest on several epochs: a judge or a persona changed in between.")
    return notes
