"""The routes under /admin/judges: definitions, trying out, runs over what is stored, failures."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.auth.identity import Identity
from ratchet.errors import NotFound
from ratchet.http.bounded import BoundedRoute
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.state import Events, Records, ServerSecret
from ratchet.judges.backfill import find_run, queue_run
from ratchet.judges.builtin import ensure_builtins
from ratchet.judges.definitions import change_judge, create_judge, find_judge
from ratchet.judges.kinds import KINDS
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.schemas import (
    FailedOut,
    FailuresIn,
    FailuresOut,
    JudgeChange,
    JudgeGoneOut,
    JudgeNew,
    JudgeOut,
    JudgesOut,
    KindOut,
    KindsOut,
    PageIn,
    RunIn,
    RunOut,
    RunsOut,
    TriedOut,
    TryIn,
)
from ratchet.judges.trying import try_judge
from ratchet.store.events.judge_failures import FailurePosition, FailureQuery, count_failures, find_failures
from ratchet.store.records import RecordStore
from ratchet.store.records.judge_runs import count_judge_runs, read_judge_runs
from ratchet.store.records.judges import delete_judge, read_judge_versions, read_judges

Version = Annotated[int, Query(ge=1, lt=2**31)]

router = APIRouter(prefix="/admin/judges", route_class=BoundedRoute, tags=["judges"])


@router.get("")
def list_judges(caller: Caller, records: Records, secret: ServerSecret) -> JudgesOut:
    """The judges of the project by their names, each in the version that counts."""
    ensure_builtins(_surroundings(caller, records, secret))
    return JudgesOut(judges=[JudgeOut.of(judge) for judge in read_judges(records, caller.project_id)])


@router.post("", status_code=201)
def create(caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: JudgeNew) -> JudgeOut:
    """Make a judge, which looks at what arrives from now on; `409` when there is one of this name."""
    return JudgeOut.of(create_judge(events, _surroundings(caller, records, secret), sent))


@router.get("/types")
def list_types(_caller: Caller) -> KindsOut:
    """The kinds of judges there are, with the JSON schemas of their parameters."""
    return KindsOut(types=[KindOut.of(KINDS[name]) for name in sorted(KINDS)])


@router.post("/try")
def try_out(caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: TryIn) -> TriedOut:
    """Ask a judge, stored or not, about a trace or about a question and an answer; nothing is stored."""
    return try_judge(events, _surroundings(caller, records, secret), sent)


@router.get("/failures")
def list_failures(caller: Caller, events: Events, asked: Annotated[FailuresIn, Query()]) -> FailuresOut:
    """What judges could not judge and why, newest first."""
    query = FailureQuery(project_id=caller.project_id, judge=asked.judge, reason=asked.reason, trace_id=asked.trace_id)
    after = None if asked.cursor is None else FailurePosition(*from_cursor(asked.cursor, int, str))
    found = find_failures(events, query, limit=asked.limit + 1, after=after)
    page = found[: asked.limit]
    is_last = len(found) <= asked.limit
    return FailuresOut(
        failures=[FailedOut.of(failure) for failure in page],
        total=count_failures(events, query),
        next_cursor=None if is_last else to_cursor([page[-1].timestamp, page[-1].failure_id]),
    )


@router.get("/{name}")
def show(caller: Caller, records: Records, name: str, version: Version | None = None) -> JudgeOut:
    """One judge, in the version that counts or in another."""
    return JudgeOut.of(find_judge(records, caller.project_id, name, version))


@router.get("/{name}/versions")
def list_versions(caller: Caller, records: Records, name: str) -> JudgesOut:
    """Every version of a judge, the newest first."""
    find_judge(records, caller.project_id, name)
    versions = read_judge_versions(records, caller.project_id, name)
    return JudgesOut(judges=[JudgeOut.of(judge) for judge in versions])


@router.patch("/{name}")
def change(
    *, caller: Caller, events: Events, records: Records, secret: ServerSecret, name: str, sent: JudgeChange
) -> JudgeOut:
    """Change a judge; anything but `enabled` makes a new version, and what is left out stays."""
    return JudgeOut.of(change_judge(events, _surroundings(caller, records, secret), name, sent))


@router.delete("/{name}")
def delete(caller: Caller, records: Records, name: str) -> JudgeGoneOut:
    """Delete a judge with all its versions; its scores stay."""
    if "\0" in name or not delete_judge(records, caller.project_id, name):
        raise NotFound(f"There is no judge {name!r} in this project. GET /admin/judges lists those there are.")
    return JudgeGoneOut(name=name)


@router.post("/{name}/run", status_code=202)
def run(caller: Caller, events: Events, records: Records, name: str, sent: RunIn) -> RunOut:
    """Send a judge over the traces of a stretch of time or of a dataset, beside what arrives."""
    return RunOut.of(queue_run(events, records, find_judge(records, caller.project_id, name), sent))


@router.get("/{name}/runs")
def list_runs(caller: Caller, records: Records, name: str, asked: Annotated[PageIn, Query()]) -> RunsOut:
    """A judge's runs over what is stored, newest first."""
    find_judge(records, caller.project_id, name)
    found = read_judge_runs(records, caller.project_id, name, offset=asked.offset, limit=asked.limit)
    return RunsOut(runs=[RunOut.of(one) for one in found], total=count_judge_runs(records, caller.project_id, name))


@router.get("/{name}/runs/{run_id}")
def show_run(caller: Caller, records: Records, name: str, run_id: str) -> RunOut:
    """How far one run has come."""
    return RunOut.of(find_run(records, caller.project_id, name, run_id))


def _surroundings(caller: Identity, records: RecordStore, secret: str) -> Surroundings:
    return Surroundings(caller.project_id, records, secret)
