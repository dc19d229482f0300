"""/api/public/v2/evaluators: how to score; judges that ask a model."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from ratchet.auth.guard import Caller
from ratchet.auth.identity import Identity
from ratchet.domain.judge import Judge
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.state import Events, Records, ServerSecret
from ratchet.judges.kinds.kind import Surroundings
from ratchet.langfuse.evaluation_rules import find_rules
from ratchet.langfuse.evaluator_view import to_evaluator, to_version
from ratchet.langfuse.evaluators import (
    change_evaluator,
    create_evaluator,
    delete_evaluator,
    find_evaluator,
    find_evaluators,
)
from ratchet.langfuse.parameters import Limit, Parameters
from ratchet.langfuse.routes.evaluation_errors import EvaluationRoute
from ratchet.langfuse.routes.json_body import body_by
from ratchet.store.records import RecordStore
from ratchet.store.records.judges import read_judge_versions

router = APIRouter(prefix="/api/public/v2/evaluators", route_class=EvaluationRoute, tags=["langfuse"])

R = TypeVar("R")


class CursorParameters(Parameters):
    """Which part of a list; a cursor is where the part before has ended."""

    limit: Limit = 50
    cursor: str | None = Field(None, max_length=200)

    def slice(self, rows: Sequence[R], place: Callable[[R], tuple[datetime, str]]) -> tuple[list[R], dict[str, str]]:
        """The rows that are asked for, of all from the newest on, and what a page says of the rest."""
        after = tuple(from_cursor(self.cursor, int, str)) if self.cursor else None
        left = [row for row in rows if after is None or _position(place(row)) < after]
        page = left[: self.limit]
        return page, {"cursor": to_cursor(list(_position(place(page[-1]))))} if len(left) > len(page) else {}


def _position(place: tuple[datetime, str]) -> tuple[int, str]:
    moment, key = place
    return round(moment.timestamp() * 1e6), key


Payload = Annotated[Any, Depends(body_by(lambda payload: payload))]
Asked = Annotated[CursorParameters, Query()]


@router.get("")
def list_some(caller: Caller, records: Records, asked: Asked) -> dict[str, Any]:
    """Evaluators, the newest first."""
    page, meta = asked.slice(find_evaluators(records, caller.project_id), lambda judge: (judge.created_at, judge.name))
    return {"data": [_show(records, evaluator) for evaluator in page], "meta": meta}


@router.post("", status_code=201)
def create(caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: Payload) -> dict[str, Any]:
    """Make an evaluator in its first version."""
    return _show(records, create_evaluator(events, _surroundings(caller, records, secret), sent))


@router.get("/{evaluator_id}")
def read_one(evaluator_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """One evaluator with its latest definition."""
    return _show(records, find_evaluator(records, caller.project_id, evaluator_id))


@router.get("/{evaluator_id}/versions")
def list_versions(evaluator_id: str, caller: Caller, records: Records, asked: Asked) -> dict[str, Any]:
    """The versions of an evaluator, the newest first."""
    evaluator = find_evaluator(records, caller.project_id, evaluator_id)
    versions = read_judge_versions(records, caller.project_id, evaluator.name)
    page, meta = asked.slice(versions, lambda version: (version.created_at, f"{version.version:09}"))
    return {"data": [to_version(version) for version in page], "meta": meta}


@router.patch("/{evaluator_id}")
def change(
    *, evaluator_id: str, caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: Payload
) -> dict[str, Any]:
    """Change an evaluator; rules go on with its latest version."""
    return _show(records, change_evaluator(events, _surroundings(caller, records, secret), evaluator_id, sent))


@router.delete("/{evaluator_id}")
def delete(evaluator_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """Delete an evaluator and its assignments; its scores stay."""
    delete_evaluator(records, caller.project_id, evaluator_id)
    return {"id": evaluator_id}


def _show(records: RecordStore, evaluator: Judge) -> dict[str, Any]:
    versions = read_judge_versions(records, evaluator.project_id, evaluator.name)
    return to_evaluator(evaluator, versions, find_rules(records, evaluator.project_id))


def _surroundings(caller: Identity, records: RecordStore, secret: str) -> Surroundings:
    return Surroundings(caller.project_id, records, secret)
