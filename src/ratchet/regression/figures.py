"""What a run's scores come to by themselves, whatever they are held against."""

from collections.abc import Sequence
from statistics import fmean, variance

from ratchet.domain.answer import Answer
from ratchet.domain.comparison import RunFigures
from ratchet.regression.pairing import Pair, names_of, to_pairs
from ratchet.stats.components import Scored, split_variance


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
        noise=split_variance([one for pair in pairs for one in _to_scored(pair)]).noise,
    )


def _to_scored(pair: Pair) -> list[Scored]:
    return [Scored(pair.item_id, reading.answer, reading.value) for reading in pair.baseline]
