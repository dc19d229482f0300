"""POST /admin/datasets/{name}/import: items out of a file that is the body."""

from collections import deque
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from threading import BoundedSemaphore
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, StreamingResponse

from ratchet.datasets.imports.columns import Columns
from ratchet.datasets.imports.formats import find_format
from ratchet.datasets.imports.importing import Account
from ratchet.datasets.imports.order import Mode, Order, import_file
from ratchet.datasets.routes.dependencies import Named
from ratchet.datasets.routes.schemas import ImportIn, ImportOut, ProgressOut, RejectedRowOut
from ratchet.errors import Busy, RatchetError, Unprocessable
from ratchet.http.shapes import ShapedRoute
from ratchet.http.state import Events, Records, ServerSettings
from ratchet.http.upload import received_file

LINES = "application/x-ndjson"
# Each may hold a file of the greatest size on the disk, and a thread.
IMPORTS_AT_ONCE_MAX = 4

router = APIRouter(prefix="/admin/datasets", route_class=ShapedRoute, tags=["datasets"])
_places = BoundedSemaphore(IMPORTS_AT_ONCE_MAX)


async def open_until_answered() -> AsyncGenerator[AsyncExitStack]:
    """What is entered here is left when the answer is sent, or cannot be."""
    async with AsyncExitStack() as opened:
        yield opened


@router.post(
    "/{name:path}/import",
    response_model=ImportOut,
    responses={207: {"model": ImportOut, "description": "Some rows were not taken"}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def import_items(
    *,
    request: Request,
    events: Events,
    records: Records,
    settings: ServerSettings,
    dataset: Named,
    asked: Annotated[ImportIn, Query()],
    opened: Annotated[AsyncExitStack, Depends(open_until_answered)],
) -> Response:
    """Add the items of a JSONL, CSV or Parquet file, which is the body; every row is taken or refused by itself.

    With `Accept: application/x-ndjson` the answer is a line of progress per thousand rows, and this answer last.
    """
    opened.enter_context(_place())
    directory = settings.data_dir / "uploads"
    file = await opened.enter_async_context(received_file(request, directory, settings.import_size_bytes_max))
    order = Order(
        dataset=dataset,
        file=file,
        format=asked.format or find_format(file),
        mode=asked.mode,
        columns=Columns(id=asked.id, input=asked.input, expected_output=asked.expected_output),
    )
    accounts = import_file(events, records, order)
    if LINES in request.headers.get("accept", ""):
        return StreamingResponse(_to_lines(order, accounts), media_type=LINES)
    return _answer(order, await run_in_threadpool(_last, accounts))


@contextmanager
def _place() -> Generator[None]:
    if not _places.acquire(blocking=False):
        raise Busy(f"{IMPORTS_AT_ONCE_MAX} imports are running. Try again when one is done.", retry_after_s=10)
    try:
        yield
    finally:
        _places.release()


def _last(accounts: Iterable[Account]) -> Account:
    [account] = deque(accounts, maxlen=1)
    return account


def _answer(order: Order, account: Account) -> Response:
    body = _show(order, account).model_dump(mode="json")
    if order.mode is Mode.STRICT and account.rejected:
        message = f"{account.rejected:,} of {account.rows:,} rows are rejected, so nothing is stored."
        raise Unprocessable(message, details=body)
    return JSONResponse(body, status_code=207 if account.rejected else 200)


def _to_lines(order: Order, accounts: Iterator[Account]) -> Iterator[bytes]:
    """A line for every account; the last is the answer, or the error that ended the import."""
    account = Account()
    try:
        for account in accounts:
            progress = ProgressOut(rows=account.rows, stored=account.stored, rejected=account.rejected)
            yield _to_line(progress.model_dump())
        yield _to_line(_show(order, account).model_dump(mode="json"))
    except RatchetError as error:  # the status is sent already
        yield _to_line({"code": error.code, "message": error.message, "details": error.details})


def _show(order: Order, account: Account) -> ImportOut:
    return ImportOut(
        dataset=order.dataset.name,
        format=order.format,
        mode=order.mode,
        rows=account.rows,
        accepted=account.accepted,
        stored=account.stored,
        rejected=account.rejected,
        rejected_rows=[RejectedRowOut(line=row.line, id=row.item_id, reason=row.reason) for row in account.rejections],
        complete=account.is_whole,
    )


def _to_line(value: Any) -> bytes:
    return orjson.dumps(value) + b"\n"
