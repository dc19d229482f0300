"""The routes for examples that are shown no more."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.domain.few_shot_settings import Retirement, Retirer
from ratchet.errors import NotFound
from ratchet.fewshot.schemas import RetiredIn, RetiredOut, RetireIn, RetirementOut, RevivalIn
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Records
from ratchet.store.records.few_shot import (
    count_retirements,
    delete_retirement,
    read_retirements,
    write_retirement,
)

router = APIRouter(prefix="/admin/few-shot/retired", route_class=BoundedRoute, tags=["few-shot"])


@router.get("")
def list_retired(caller: Caller, records: Records, asked: Annotated[RetiredIn, Query()]) -> RetiredOut:
    """The retired examples, the latest first."""
    found = read_retirements(records, caller.project_id, offset=asked.offset, limit=asked.limit)
    total = count_retirements(records, caller.project_id)
    return RetiredOut(retired=[RetirementOut.of(one) for one in found], total=total)


@router.post("", status_code=201)
def retire(caller: Caller, records: Records, sent: RetireIn) -> RetirementOut:
    """Show an example no more; its item stays in the dataset, and it can be used again at any time."""
    retirement = Retirement(caller.project_id, sent.example, sent.reason, Retirer.PERSON, datetime.now(UTC))
    write_retirement(records, retirement)
    return RetirementOut.of(retirement)


@router.delete("", status_code=204)
def revive(caller: Caller, records: Records, asked: Annotated[RevivalIn, Query()]) -> None:
    """Let a retired example be used again."""
    if not delete_retirement(records, caller.project_id, asked.example):
        raise NotFound(f"{asked.example!r} is not retired. GET /admin/few-shot/retired lists what is.")
