"""GET of scores under /api/public: /scores, /v2/scores and /v3/scores."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.domain.score import Score
from ratchet.errors import NotFound
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events
from ratchet.langfuse.score_parameters import (
    ScoreParameters,
    ScoreV3Parameters,
    groups_of,
    has_trace,
    is_trace_score,
    of_traces,
    to_score_query,
    to_score_v3_query,
)
from ratchet.langfuse.score_view import to_score, to_score_v3, to_traced_score
from ratchet.store.events import EventStore
from ratchet.store.events.score_reads import (
    ScorePosition,
    ScoreQuery,
    count_scores,
    find_newest_scores,
    find_scores,
)
from ratchet.store.events.scores import read_score
from ratchet.store.events.traces import read_traces

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


@router.get("/scores")
def list_trace_scores(caller: Caller, events: Events, asked: Annotated[ScoreParameters, Query()]) -> dict[str, Any]:
    """A page of the scores of traces and observations, newest first, with what their traces say of themselves."""
    query = of_traces(to_score_query(caller.project_id, asked))
    return _read_page(events, query, asked, with_trace=True)


@router.get("/scores/{score_id:path}")
def get_trace_score(score_id: str, caller: Caller, events: Events) -> dict[str, Any]:
    """One score of a trace or an observation."""
    score = _read(events, caller.project_id, score_id)
    if not is_trace_score(score):
        raise _not_found(score_id)
    return to_score(score)


@router.get("/v2/scores")
def list_scores(caller: Caller, events: Events, asked: Annotated[ScoreParameters, Query()]) -> dict[str, Any]:
    """A page of scores, newest first, with what their traces say of themselves."""
    query = to_score_query(caller.project_id, asked)
    return _read_page(events, query, asked, with_trace=has_trace(asked))


@router.get("/v2/scores/{score_id:path}")
def get_score(score_id: str, caller: Caller, events: Events) -> dict[str, Any]:
    """One score."""
    return to_score(_read(events, caller.project_id, score_id))


@router.get("/v3/scores")
def search_scores(caller: Caller, events: Events, search: Annotated[ScoreV3Parameters, Query()]) -> dict[str, Any]:
    """The newest scores, and a cursor for those after them; none at the end."""
    query, groups = to_score_v3_query(caller.project_id, search), groups_of(search)
    after = None if not search.cursor else ScorePosition(*from_cursor(search.cursor, int, str))
    found = find_newest_scores(events, query, limit=search.limit + 1, after=after)
    page = found[: search.limit]
    meta: dict[str, Any] = {"limit": search.limit}
    if len(found) > search.limit:
        meta["cursor"] = to_cursor([page[-1].timestamp, page[-1].score_id])
    return {"data": [to_score_v3(score, groups) for score in page], "meta": meta}


def _read_page(events: EventStore, query: ScoreQuery, asked: ScoreParameters, *, with_trace: bool) -> dict[str, Any]:
    scores = find_scores(events, query, limit=asked.limit, offset=asked.offset)
    ids = {score.trace_id for score in scores if score.trace_id and with_trace}
    traces = read_traces(events, query.project_id, ids)
    return {
        "data": [
            to_traced_score(score, traces.get(score.trace_id)) if with_trace else to_score(score) for score in scores
        ],
        "meta": asked.meta(count_scores(events, query)),
    }


def _read(events: EventStore, project_id: str, score_id: str) -> Score:
    score = read_score(events, project_id, score_id)
    if score is None:
        raise _not_found(score_id)
    return score


def _not_found(score_id: str) -> NotFound:
    return NotFound(f"Score {score_id} not found within authorized project")
