"""Finding who was active: users and sessions by what their traces say."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from ratchet.domain.activity import Activity, Actor
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.measurement import Aggregation, Measurement, Metric, Order, Subject
from ratchet.domain.window import Window
from ratchet.store.events import EventStore
from ratchet.store.events.measures import read_figures


class ActivityOrder(StrEnum):
    """Who comes first."""

    LATEST = "latest"
    TRACES = "traces"
    FAILED = "failed"
    COST = "cost"


class Found(NamedTuple):
    """Those who were active, and whether there are more of them."""

    activities: list[Activity]
    is_cut: bool


_FIELDS: Mapping[Actor, str] = {Actor.USER: "user_id", Actor.SESSION: "session_id"}
_OTHERS: Mapping[Actor, str] = {Actor.USER: "sessions", Actor.SESSION: "users"}
_COUNT = Metric("count", Aggregation.SUM)
_FAILED = Metric("failed", Aggregation.SUM)
_COST = Metric("total_cost", Aggregation.SUM)
_LAST = Metric("timestamp", Aggregation.MAX)
_ORDERS: Mapping[ActivityOrder, Metric] = {
    ActivityOrder.LATEST: _LAST,
    ActivityOrder.TRACES: _COUNT,
    ActivityOrder.FAILED: _FAILED,
    ActivityOrder.COST: _COST,
}


def find_activities(
    store: EventStore,
    project_id: str,
    actor: Actor,
    window: Window,
    *,
    text: str = "",
    user_id: str = "",
    order: ActivityOrder = ActivityOrder.LATEST,
    limit: int,
    of: Environments = OF_USERS,
) -> Found:
    """Users or sessions with traces in a window and some environments; `text` stands in their id, in any case."""
    field = _FIELDS[actor]
    conditions = [Condition(field, Operator.IS_NOT_NULL)]
    if text:
        conditions.append(Condition(field, Operator.MATCHES, text))
    if user_id:
        conditions.append(Condition("user_id", Operator.EQUAL, user_id))
    measurement = Measurement(
        project_id=project_id,
        subject=Subject.TRACES,
        window=window,
        dimensions=(field,),
        metrics=_metrics_of(actor),
        conditions=tuple(conditions),
        order=(Order(_ORDERS[order], is_descending=True),),
        limit=limit + 1,
        of=of,
    )
    found = read_figures(store, measurement)
    return Found([Activity(*figures.group, *figures.figures) for figures in found[:limit]], len(found) > limit)


def _metrics_of(actor: Actor) -> tuple[Metric, ...]:
    """In the order of an activity's fields."""
    return (
        _COUNT,
        _FAILED,
        Metric(_OTHERS[actor], Aggregation.UNIQ),
        Metric("total_tokens", Aggregation.SUM),
        _COST,
        Metric("timestamp", Aggregation.MIN),
        _LAST,
    )
