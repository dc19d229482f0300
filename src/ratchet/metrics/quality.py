"""What scores come to over time: those that speak of quality, or those of one name."""

from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.quality import QUALITY_SCALE, Marks, quality_names
from ratchet.domain.window import Interval, Window
from ratchet.errors import Unprocessable
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import (
    ScoreBucket,
    read_score_buckets,
    read_score_figures,
    read_score_types,
)


def read_quality(
    store: EventStore,
    project_id: str,
    window: Window,
    interval: Interval,
    marks: Marks,
    *,
    of: Environments = OF_USERS,
) -> list[ScoreBucket]:
    """The quality over a window, by the scores that count as such."""
    names = quality_names(read_score_figures(store, project_id, window, of).values(), marks)
    return read_score_buckets(store, project_id, window, interval, names, scale=QUALITY_SCALE, of=of)


def read_one_score(
    store: EventStore, project_id: str, window: Window, interval: Interval, name: str, *, of: Environments = OF_USERS
) -> list[ScoreBucket]:
    """One score over a window, on whatever scale it has.

    Raises `Unprocessable` for a score that this project does not have, or that is no number.
    """
    buckets = read_score_buckets(store, project_id, window, interval, [name], of=of)
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
