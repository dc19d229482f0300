"""Which scores speak of quality, and what they come to over time."""

import re
from collections.abc import Iterable

from ratchet.domain.window import Interval, Window
from ratchet.errors import Unprocessable
from ratchet.metrics.marks import Marks
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import (
    ScoreBucket,
    ScoreFigures,
    read_score_buckets,
    read_score_figures,
    read_score_types,
)

# Numbers about an answer that do not say how good it is, as words of a score's name.
_NO_QUALITY = re.compile(
    r"len(gth)?|size|count|tokens?|latency|duration|time|ttft|seconds|ms|costs?|price|usd|refus(als?|ed|es)"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


QUALITY_SCALE = (0.0, 1.0)
"""Where quality lies. A score beyond was sent under a marked name without its config."""


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


def read_quality(
    store: EventStore, project_id: str, window: Window, interval: Interval, marks: Marks
) -> list[ScoreBucket]:
    """The quality over a window, by the scores that count as such."""
    names = quality_names(read_score_figures(store, project_id, window).values(), marks)
    return read_score_buckets(store, project_id, window, interval, names, scale=QUALITY_SCALE)


def read_one_score(
    store: EventStore, project_id: str, window: Window, interval: Interval, name: str
) -> list[ScoreBucket]:
    """One score over a window, on whatever scale it has.

    Raises `Unprocessable` for a score that this project does not have, or that is no number.
    """
    buckets = read_score_buckets(store, project_id, window, interval, [name])
    if not buckets:
        check_is_number(store, project_id, name)
    return buckets


def check_is_number(store: EventStore, project_id: str, name: str) -> None:
    """Raise `Unprocessable` for a score that this project does not have, or that is no number."""
    data_types = read_score_types(store, project_id, name)
    if not data_types:
        raise Unprocessable(
            f"score: this project has no score named {name!r}. Names are case-sensitive; "
            "GET /api/public/v3/scores lists those there are.",
            details={"fields": [{"field": "score", "message": "no such score"}]},
        )
    if not {"NUMERIC", "BOOLEAN"} & set(data_types):
        raise Unprocessable(
            f"score: {name!r} is {' and '.join(data_types)}, which has no mean. Pick a NUMERIC or BOOLEAN score.",
            details={"fields": [{"field": "score", "message": "not a number"}]},
        )
