"""The routes of exports: POST /admin/datasets/{name}/export and what stands around it, and /admin/exports."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse

from ratchet.auth.guard import Caller
from ratchet.datasets.routes.dependencies import Named
from ratchet.domain.dataset import Dataset
from ratchet.domain.export import Export, ExportOrder
from ratchet.errors import Busy, NotFound, RatchetError
from ratchet.export.beginning import begin_export, fail_export
from ratchet.export.cancelling import cancel_export
from ratchet.export.desk import Cancelled, Desk
from ratchet.export.downloads import find_export, find_file
from ratchet.export.formats import FORMATS
from ratchet.export.schemas import (
    BinOut,
    ExportIn,
    ExportOut,
    ExportsOut,
    FormatOut,
    FormatsOut,
    PageIn,
    StatsOut,
)
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records, ServerSettings
from ratchet.settings import Settings
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset
from ratchet.store.records.exports import read_exports

# Each reads a whole dataset; more at a time belong into the background.
AT_ONCE_MAX = 2

of_datasets = APIRouter(prefix="/admin/datasets", route_class=BoundedRoute, tags=["exports"])
router = APIRouter(prefix="/admin/exports", route_class=BoundedRoute, tags=["exports"])
ROUTERS = (of_datasets, router)
_places = threading.BoundedSemaphore(AT_ONCE_MAX)
_never = threading.Event()


@of_datasets.get("/export/formats")
def list_formats(_caller: Caller) -> FormatsOut:
    """The formats: what each is for, its fields and files."""
    return FormatsOut(formats=[FormatOut.of(kind, described) for kind, described in FORMATS.items()])


@of_datasets.post(
    "/{name:path}/export", responses={202: {"model": ExportOut, "description": "It goes on in the background"}}
)
def export(
    *, events: Events, records: Records, settings: ServerSettings, dataset: Named, sent: ExportIn, response: Response
) -> ExportOut:
    """Write a dataset's items to files, checked before; with `background` the answer comes at once."""
    order, desk = sent.to_order(), _desk(events, records, settings)
    if sent.dry_run:
        return _foresee(desk, dataset, order)
    if sent.background:
        response.status_code = 202
        begun = begin_export(desk, dataset, order, output_path=sent.output_path, is_background=True)
        return ExportOut.of(begun)
    with _place():
        begun = begin_export(desk, dataset, order, output_path=sent.output_path, is_background=False)
        return ExportOut.of(_carry_out(desk, dataset, begun))


@of_datasets.get("/{name:path}/stats")
def show_stats(events: Events, records: Records, dataset: Named) -> StatsOut:
    """How many active items a dataset has, how good they are, and of which query types."""
    from ratchet.export.statistics import describe_dataset  # noqa: PLC0415 - Arrow and NumPy are large

    figures = describe_dataset(events, records, dataset)
    bins = [BinOut.model_validate(each) for each in figures.pop("score_histogram")]
    return StatsOut(dataset_name=dataset.name, score_histogram=bins, **figures)


@router.get("")
def list_exports(caller: Caller, records: Records, asked: Annotated[PageIn, Query()]) -> ExportsOut:
    """The exports of the project, newest first."""
    dataset = None if asked.dataset is None else read_dataset(records, caller.project_id, asked.dataset)
    if asked.dataset is not None and dataset is None:
        raise NotFound(f"There is no dataset {asked.dataset!r} in this project.")
    found, total = read_exports(
        records, caller.project_id, dataset_id=dataset and dataset.id, offset=asked.offset, limit=asked.limit
    )
    return ExportsOut(exports=[ExportOut.of(each) for each in found], total=total)


@router.get("/{export_id}")
def show(caller: Caller, records: Records, export_id: str) -> ExportOut:
    """One export, and how far it is."""
    return ExportOut.of(find_export(records, caller.project_id, export_id))


@router.post("/{export_id}/cancel")
def cancel(caller: Caller, records: Records, export_id: str) -> ExportOut:
    """Give up an export that is not done; nothing of it is left."""
    return ExportOut.of(cancel_export(records, find_export(records, caller.project_id, export_id)))


@router.get("/{export_id}/files/{file_name}", response_class=FileResponse)
def download(
    caller: Caller, records: Records, settings: ServerSettings, export_id: str, file_name: str
) -> FileResponse:
    """A file of an export, as it is on the disk."""
    found = find_export(records, caller.project_id, export_id)
    file = find_file(records, settings.export_dir, found, file_name)
    kind = FORMATS[found.order.format]
    media_type = "application/json" if file.suffix == ".json" else kind.media_type
    return FileResponse(file, media_type=media_type, filename=file.name)


def _desk(events: EventStore, records: RecordStore, settings: Settings) -> Desk:
    return Desk(events, records, settings.export_dir, _never)


def _foresee(desk: Desk, dataset: Dataset, order: ExportOrder) -> ExportOut:
    from ratchet.export.exporting import foresee  # noqa: PLC0415 - as above

    with _place():
        outlook = foresee(desk, dataset, order, lambda _items: None)
    return ExportOut(
        export_id=None,
        dataset_name=dataset.name,
        state="dry_run",
        format=order.format,
        output_path=None,
        created_at=None,
        progress=0,
        total=outlook.stats["total_items"],
        report=dict(outlook.report),
        total_items=outlook.stats["total_items"],
        train_items=outlook.stats["train_items"],
        val_items=outlook.stats["val_items"],
        stats=dict(outlook.stats),
    )


def _carry_out(desk: Desk, dataset: Dataset, begun: Export) -> Export:
    from ratchet.export.exporting import carry_out  # noqa: PLC0415 - as above

    try:
        return carry_out(desk, dataset, begun)
    except Cancelled:
        return find_export(desk.records, begun.project_id, begun.id)
    except RatchetError as error:
        fail_export(desk.records, begun, error.message)
        raise
    except BaseException:
        fail_export(desk.records, begun, "The export broke off; the server's log says why.")
        raise


@contextmanager
def _place() -> Generator[None]:
    if not _places.acquire(blocking=False):
        raise Busy(
            f"{AT_ONCE_MAX} exports are being written. Send background: true, or try again when one is done.",
            retry_after_s=10,
        )
    try:
        yield
    finally:
        _places.release()
