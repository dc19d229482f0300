"""Runs in which a client asks the target: a build machine's localhost is not the server's."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.http.bounded import BoundedRoute
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.state import Events, EventWriters, Records, ServerSecret
from ratchet.judges.bench import open_bench
from ratchet.judges.kinds.kind import Surroundings
from ratchet.regression.items import Task
from ratchet.regression.posting import find_open_run, finish_run, read_open_tasks, take_answers
from ratchet.regression.schemas import AskOut, AsksOut, ClientRunIn, PageIn, PostedIn, PostedOut, TestOut
from ratchet.regression.wanting import want_client_run
from ratchet.store.events.answers import count_answers

router = APIRouter(prefix="/admin/regression/runs", route_class=BoundedRoute, tags=["regression"])


@router.post("", status_code=201)
def create(caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: ClientRunIn) -> TestOut:
    """Begin a run: fetch its items, post the answers, and finish it. It is a test like the others from then on."""
    return TestOut.of(want_client_run(events, Surroundings(caller.project_id, records, secret), sent))


@router.get("/{run_id}/items")
def list_items(
    caller: Caller, events: Events, records: Records, run_id: str, asked: Annotated[PageIn, Query()]
) -> AsksOut:
    """What the client is to ask; a page may have fewer than it holds, for what is answered is left out."""
    run = find_open_run(records, caller.project_id, run_id)
    offset = 0 if asked.cursor is None else from_cursor(asked.cursor, int)[0]
    tasks, end = read_open_tasks(events, run, offset=offset, limit=asked.limit)
    return AsksOut(items=[_to_ask(task) for task in tasks], next_cursor=None if end is None else to_cursor([end]))


@router.post("/{run_id}/answers")
def post(
    *,
    caller: Caller,
    events: Events,
    records: Records,
    writers: EventWriters,
    secret: ServerSecret,
    run_id: str,
    sent: PostedIn,
) -> PostedOut:
    """Store answers, which are judged at once as far as there is time; one that is here already stays as it is."""
    run = find_open_run(records, caller.project_id, run_id)
    return take_answers(open_bench(events, records, writers, secret), run, sent.answers)


@router.post("/{run_id}/finish", status_code=202)
def finish(caller: Caller, events: Events, records: Records, run_id: str) -> TestOut:
    """Say that no more answers come; the verdict is at GET /admin/regression/test/{run_id} soon."""
    run = finish_run(records, find_open_run(records, caller.project_id, run_id))
    return TestOut.of(run, count_answers(events, run.project_id, [run.id]).get(run.id))


def _to_ask(task: Task) -> AskOut:
    item = task.item
    return AskOut(
        item_id=item.id,
        repeat=task.repeat,
        input=item.input,
        query=item.query,
        metadata=item.metadata,
        expected_output=item.expected_output,
    )
