"""The routes under /admin/targets: what regression runs ask."""

from fastapi import APIRouter

from ratchet.auth.guard import Caller
from ratchet.errors import NotFound
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records, ServerSecret
from ratchet.store.records.targets import delete_target, read_targets, write_default_target
from ratchet.targets.defining import change_target, create_target, find_target
from ratchet.targets.schemas import TargetChange, TargetGoneOut, TargetNew, TargetOut, TargetsOut, TriedOut, TryIn
from ratchet.targets.trying import try_target

router = APIRouter(prefix="/admin/targets", route_class=BoundedRoute, tags=["targets"])


@router.get("")
def list_targets(caller: Caller, records: Records) -> TargetsOut:
    """The targets of the project, the oldest first."""
    return TargetsOut(targets=[TargetOut.of(target) for target in read_targets(records, caller.project_id)])


@router.post("", status_code=201)
def create(caller: Caller, records: Records, secret: ServerSecret, sent: TargetNew) -> TargetOut:
    """Make a target; values of headers are kept encrypted and never shown. `409` when there is one of this name."""
    return TargetOut.of(create_target(records, secret, caller.project_id, sent))


@router.get("/{name}")
def show(caller: Caller, records: Records, name: str) -> TargetOut:
    """One target."""
    return TargetOut.of(find_target(records, caller.project_id, name))


@router.patch("/{name}")
def change(caller: Caller, records: Records, secret: ServerSecret, name: str, sent: TargetChange) -> TargetOut:
    """Change a target; what is left out stays. Runs that are under way go on with what it was when they began."""
    return TargetOut.of(change_target(records, secret, caller.project_id, name, sent))


@router.delete("/{name}")
def delete(caller: Caller, records: Records, name: str) -> TargetGoneOut:
    """Delete a target with its headers; runs of it stay."""
    if "\0" in name or not delete_target(records, caller.project_id, name):
        raise NotFound(f"There is no target {name!r} in this project. GET /admin/targets lists those there are.")
    return TargetGoneOut(name=name)


@router.post("/{name}/default")
def make_default(caller: Caller, records: Records, name: str) -> TargetOut:
    """Let a target be the one that is asked where a run names none."""
    find_target(records, caller.project_id, name)
    write_default_target(records, caller.project_id, name)
    return TargetOut.of(find_target(records, caller.project_id, name))


@router.post("/{name}/try")
def try_out(
    *, caller: Caller, events: Events, records: Records, secret: ServerSecret, name: str, sent: TryIn
) -> TriedOut:
    """Ask a target one question, and say what came of it; nothing is stored."""
    return try_target(events, secret, find_target(records, caller.project_id, name), sent)
