"""GET /api/public/experiments and /experiment-items: runs and what ran in them, behind a cursor."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from ratchet.auth.guard import Caller
from ratchet.domain.condition import Condition
from ratchet.domain.run import RunItemPosition, RunPosition, RunQuery
from ratchet.domain.window import Window
from ratchet.experiments.answers import read_answers
from ratchet.experiments.search import search_run_items, search_runs
from ratchet.http.fields import Time, invalid_field
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events
from ratchet.langfuse.experiment_view import EXPERIMENT_GROUPS, ITEM_GROUPS, to_experiment, to_experiment_item
from ratchet.langfuse.filter_columns import EXPERIMENT_FILTERS, EXPERIMENT_ITEM_FILTERS
from ratchet.langfuse.filters import parse_filter
from ratchet.langfuse.parameters import Limit, Parameters, any_of, pick_fields, to_window
from ratchet.langfuse.score_parameters import Commas
from ratchet.store.events.score_reads import read_scores_of_runs

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


class _Parameters(Parameters):
    """What both lists are asked by. Lists are written with commas."""

    from_start_time: Time
    to_start_time: Time | None = None
    fields: str | None = None
    limit: Limit = 50
    score_limit: int = Field(50, ge=1, le=50)
    cursor: str | None = None
    dataset_id: Commas = []
    filter: str | None = None

    def to_window(self) -> Window:
        """The window asked for; raises `Invalid` when it ends before it starts."""
        window = to_window(self.from_start_time, self.to_start_time)
        if window.start >= window.end:
            raise invalid_field("toStartTime", "This is not after fromStartTime")
        return window

    def to_query(self, project_id: str, columns: Mapping[str, str], named: list[Condition]) -> RunQuery:
        """The query for runs or items that meet what is named one by one, and the filter."""
        filtered = parse_filter(self.filter, columns) if self.filter else []
        conditions = (*named, *any_of(dataset_id=self.dataset_id), *filtered)
        return RunQuery(project_id=project_id, window=self.to_window(), conditions=conditions)


class ExperimentParameters(_Parameters):
    """Which experiments to list, and what of them."""

    id: Commas = []
    name: Commas = []


class ExperimentItemParameters(_Parameters):
    """Which items of experiments to list, and what of them."""

    experiment_id: Commas = []
    experiment_name: Commas = []
    experiment_item_id: Commas = []


@router.get("/experiments")
def list_experiments(caller: Caller, events: Events, asked: Annotated[ExperimentParameters, Query()]) -> dict[str, Any]:
    """Experiments with anything in the window, those with the latest activity first."""
    groups = pick_fields(asked.fields or "core", EXPERIMENT_GROUPS)
    named = any_of(run_id=asked.id, run_name=asked.name)
    query = asked.to_query(caller.project_id, EXPERIMENT_FILTERS, named)
    after = RunPosition(*from_cursor(asked.cursor, int, str)) if asked.cursor else None
    page = search_runs(events, query, limit=asked.limit, after=after)
    ids = [run.id for run in page.runs]
    scores = read_scores_of_runs(events, caller.project_id, ids) if "scores" in groups else {}
    return {
        "data": [
            to_experiment(run, query.window, groups, scores.get(run.id, [])[: asked.score_limit]) for run in page.runs
        ],
        "meta": _meta(page.next),
    }


@router.get("/experiment-items")
def list_items(caller: Caller, events: Events, asked: Annotated[ExperimentItemParameters, Query()]) -> dict[str, Any]:
    """Items of experiments that ran in the window, the newest first."""
    groups = pick_fields(asked.fields or "core,dataset", ITEM_GROUPS)
    named = any_of(run_id=asked.experiment_id, run_name=asked.experiment_name, item_id=asked.experiment_item_id)
    query = asked.to_query(caller.project_id, EXPERIMENT_ITEM_FILTERS, named)
    after = RunItemPosition(*from_cursor(asked.cursor, int, str, str, str, str)) if asked.cursor else None
    page = search_run_items(events, query, limit=asked.limit, after=after)
    answers = read_answers(events, caller.project_id, page.items)
    return {
        "data": [to_experiment_item(answer, groups, asked.score_limit) for answer in answers],
        "meta": _meta(page.next),
    }


def _meta(position: RunPosition | RunItemPosition | None) -> dict[str, str]:
    return {} if position is None else {"cursor": to_cursor(list(position))}
