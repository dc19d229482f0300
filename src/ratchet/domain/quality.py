"""Which scores speak of quality: as they are marked, else by their names and values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ratchet.domain.score_config import ScoreConfig

QUALITY_SCALE = (0.0, 1.0)
"""Where quality lies. A score beyond was sent under a marked name without its config."""

# Numbers about an answer that do not say how good it is, or where more is worse, as words of a score's name.
_NO_QUALITY = re.compile(
    r"len(gth)?|size|count|tokens?|latency|duration|time|ttft|seconds|ms|costs?|price|usd|refus(als?|ed|es)"
    r"|down|dislikes?|disliked"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """What the NUMERIC and BOOLEAN scores of one name come to, and the score configs that some of them name."""

    name: str
    count: int
    mean: float
    low: float
    high: float
    total: float
    config_ids: Sequence[str] = ()


class Marks:
    """The marks of score configs, by the configs' ids and names, and of judges, by the names of their scores."""

    def __init__(self, configs: Iterable[ScoreConfig] = (), judges: Mapping[str, bool] | None = None) -> None:
        self._by_id: dict[str, bool | None] = {}
        self._by_name: dict[str, set[bool | None]] = {}
        for config in configs:
            self._by_id[config.id] = config.quality_mark
            self._by_name.setdefault(config.name, set()).add(config.quality_mark)
        for name, is_quality in (judges or {}).items():
            self._by_name.setdefault(name, set()).add(is_quality)

    def of(self, figures: ScoreFigures) -> bool | None:
        """The mark of the configs that scores name, or of configs and judges they are named like; None for no mark.

        Where they disagree, one that is marked as quality is enough.
        """
        marks = {self._by_id.get(config_id) for config_id in figures.config_ids}
        marks |= self._by_name.get(figures.name, set())
        return max((mark for mark in marks if mark is not None), default=None)


def speaks_of_quality(figures: ScoreFigures, mark: bool | None = None) -> bool:
    """Whether scores count: as they are marked, else if their values lie in [0, 1] and they name nothing else."""
    if mark is not None:
        return mark
    words = [word.lower() for word in _WORD.findall(figures.name)]
    low, high = QUALITY_SCALE
    return figures.low >= low and figures.high <= high and not any(map(_NO_QUALITY.fullmatch, words))


def quality_names(figures: Iterable[ScoreFigures], marks: Marks) -> list[str]:
    """The names whose scores count as quality."""
    return sorted(of_name.name for of_name in figures if speaks_of_quality(of_name, marks.of(of_name)))
