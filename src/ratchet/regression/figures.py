"""What a run's scores come to by themselves, whatever they are held against."""

from collections.abc import Sequence
from statistics import fmean, variance

from ratchet.domain.answer import Answer
from ratchet.domain.comparison import RunFigures
from ratchet.regression.pairing import names_of, to_pairs
from ratchet.stats.components import split_variance


def to_figures(answers: Sequence[Answer]) -> tuple[RunFigures, ...]:
    """A line for each score, by its name."""
    return tuple(_to_figures(name, answers) for name in sorted(names_of(answers)))


def _to_figures(score_name: str, answers: Sequence[Answer]) -> RunFigures:
    pairs = to_pairs(score_name, answers, answers, counts_missing=True)
    means = [pair.before for pair in pairs]
    return RunFigures(
        score_name=score_name,
        items=len(pairs),
        repeats=max(len(pair.baseline) for pair in pairs),
        mean=fmean(means),
        variance=variance(means) if len(means) > 1 else None,
        noise=split_variance([reading.of(pair.item_id) for pair in pairs for reading in pair.baseline]).noise,
    )
