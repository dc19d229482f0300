"""GET /api/public/observations: version 1 by page and by id, version 2 with a cursor and groups of fields."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field

from ratchet.auth.guard import Caller
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.span import Level
from ratchet.http.fields import Time, invalid_field
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events
from ratchet.langfuse.filter_columns import SPAN_FILTERS, TRACE_OF_SPAN_FILTERS
from ratchet.langfuse.filters import parse_filter, window_of
from ratchet.langfuse.observation_groups import DEFAULT_GROUPS, GROUPS, to_grouped_observation, with_override
from ratchet.langfuse.observation_view import to_observation
from ratchet.langfuse.parameters import (
    PageParameters,
    Parameters,
    any_of,
    equal,
    pick_fields,
    split_commas,
    to_window,
)
from ratchet.store.events.observations import SpanPosition, SpanQuery, count_spans
from ratchet.store.events.trace_overrides import read_trace_overrides
from ratchet.traces.spans import list_spans, read_span, search_spans

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

_TEXTS = frozenset({"input", "output"})
_INDEXED = frozenset({Operator.EQUAL, Operator.MATCHES})


def _refuse(wish: bool) -> bool:
    if wish:
        raise ValueError("Inputs and outputs are always the texts that were sent: leave this out")
    return wish


RefusedFlag = Annotated[bool, AfterValidator(_refuse)]


class ObservationParameters(PageParameters):
    """Which observations to list."""

    name: str | None = None
    user_id: str | None = None
    type: str | None = None
    trace_id: str | None = None
    level: Level | None = None
    parent_observation_id: str | None = None
    environment: list[str] = []
    from_start_time: Time | None = None
    to_start_time: Time | None = None
    version: str | None = None
    filter: str | None = None


class ObservationV2Parameters(Parameters):
    """Which observations to list, and what of them."""

    fields: str | None = None
    expand_metadata: str | None = None
    limit: int = Field(50, ge=1, le=1000)
    cursor: str | None = None
    parse_io_as_json: RefusedFlag = False
    name: str | None = None
    user_id: str | None = None
    session_id: str | None = None
    type: str | None = None
    trace_id: str | None = None
    level: Level | None = None
    parent_observation_id: str | None = None
    is_root_observation: bool | None = None
    environment: list[str] = []
    from_start_time: Time | None = None
    to_start_time: Time | None = None
    version: str | None = None
    filter: str | None = None


@router.get("/observations")
def list_page(caller: Caller, events: Events, asked: Annotated[ObservationParameters, Query()]) -> dict[str, Any]:
    """A page of observations, the newest first."""
    query = _to_query(caller.project_id, asked)
    spans = list_spans(events, query, offset=asked.offset, limit=asked.limit)
    return {"data": [to_observation(span) for span in spans], "meta": asked.meta(count_spans(events, query))}


@router.get("/observations/{span_id:path}")
def read_one(span_id: str, caller: Caller, events: Events) -> dict[str, Any]:
    """One observation."""
    return to_observation(read_span(events, caller.project_id, span_id))


@router.get("/v2/observations")
def list_some(caller: Caller, events: Events, asked: Annotated[ObservationV2Parameters, Query()]) -> dict[str, Any]:
    """Observations behind a cursor, the newest first, with the groups of fields that are asked for."""
    groups = pick_fields(asked.fields or ",".join(DEFAULT_GROUPS), GROUPS)
    query = _to_query(caller.project_id, asked)
    _check_texts(query.conditions)
    after = None if not asked.cursor else SpanPosition(*from_cursor(asked.cursor, int, str, str))
    page = search_spans(events, query, limit=asked.limit, after=after)
    overrides = read_trace_overrides(events, caller.project_id, [span.trace_id for span in page.spans])
    spans = [with_override(span, overrides.get(span.trace_id)) for span in page.spans]
    expanded = split_commas(asked.expand_metadata)
    return {
        "data": [to_grouped_observation(span, groups, expanded) for span in spans],
        "meta": {} if page.next is None else {"cursor": to_cursor(list(page.next))},
    }


def _to_query(project_id: str, asked: ObservationParameters | ObservationV2Parameters) -> SpanQuery:
    if asked.filter:
        return _filtered(project_id, asked.filter)
    conditions = equal(
        name=asked.name, type=asked.type, trace_id=asked.trace_id, level=asked.level, version=asked.version
    )
    conditions += any_of(environment=asked.environment)
    if asked.parent_observation_id is not None:  # empty: those without a parent
        conditions.append(Condition("parent_span_id", Operator.EQUAL, asked.parent_observation_id))
    of_trace = equal(user_id=asked.user_id)
    if isinstance(asked, ObservationV2Parameters):
        of_trace += equal(session_id=asked.session_id)
        if asked.is_root_observation is not None:
            conditions.append(Condition("is_root", Operator.EQUAL, asked.is_root_observation))
    return SpanQuery(
        project_id=project_id,
        window=to_window(asked.from_start_time, asked.to_start_time),
        conditions=tuple(conditions),
        trace_conditions=tuple(of_trace),
    )


def _filtered(project_id: str, text: str) -> SpanQuery:
    of_trace = {column: f"trace.{field}" for column, field in TRACE_OF_SPAN_FILTERS.items()}
    conditions = parse_filter(text, {**SPAN_FILTERS, **of_trace})
    return SpanQuery(
        project_id=project_id,
        window=window_of(conditions, "start_time"),
        conditions=tuple(condition for condition in conditions if not condition.field.startswith("trace.")),
        trace_conditions=tuple(
            condition._replace(field=condition.field.removeprefix("trace."))
            for condition in conditions
            if condition.field.startswith("trace.")
        ),
    )


def _check_texts(conditions: Sequence[Condition]) -> None:
    """A text is looked for by a word of it at least, as Langfuse has it."""
    operators = {condition.operator for condition in conditions if condition.field in _TEXTS}
    if operators and not operators & _INDEXED:
        raise invalid_field("filter", "A condition on input or output goes with one that uses = or matches")
