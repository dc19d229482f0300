"""/admin/copies: what another server answered, taken over as it is there. `ratchet sync` comes here."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ratchet.auth.guard import Caller
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, EventWriters, Records
from ratchet.langfuse.copies.kinds import KINDS, keep_copies
from ratchet.langfuse.copies.place import Place

COPIES_MAX = 1000

router = APIRouter(prefix="/admin/copies", route_class=BoundedRoute, tags=["copies"])


class CopiesIn(BaseModel):
    """Objects as Langfuse's API answers them."""

    data: Annotated[list[Any], Field(max_length=COPIES_MAX)]


class RefusedCopyOut(BaseModel):
    """A copy that was not taken, and why."""

    index: int
    id: str | None
    reason: str


class CopiesOut(BaseModel):
    """What became of copies."""

    changed: int
    unchanged: int
    refused: list[RefusedCopyOut]


class KindsOut(BaseModel):
    """The kinds of copies."""

    kinds: list[str]


@router.get("")
def list_kinds(caller: Caller) -> KindsOut:
    """What can be taken over."""
    return KindsOut(kinds=list(KINDS))


@router.put("/{kind}")
def take_over(
    kind: str, *, caller: Caller, events: Events, records: Records, writers: EventWriters, sent: CopiesIn
) -> CopiesOut:
    """Store copies with their own ids, versions and times; what is here and not older stays."""
    account = keep_copies(Place(caller.project_id, events, records, writers), kind, sent.data)
    refused = [RefusedCopyOut.model_validate(one) for one in account.refused]
    return CopiesOut(changed=account.changed, unchanged=account.unchanged, refused=refused)
