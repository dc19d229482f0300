"""GET and DELETE /api/public/datasets/{name}/runs: the runs of a dataset, whichever SDK made them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from ratchet.auth.guard import Caller
from ratchet.datasets.headers import find_dataset
from ratchet.experiments.runs import delete_run, list_run_items, list_runs
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, Records
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.run_path import find_run_at
from ratchet.langfuse.run_view import to_dataset_run, to_dataset_run_item

_PREFIX = "/api/public/datasets/"

router = APIRouter(route_class=LangfuseRoute, tags=["langfuse"])


@router.get(_PREFIX + "{dataset_name:path}/runs/{run_name:path}")
def read_one(request: Request, caller: Caller, events: Events, records: Records) -> dict[str, Any]:
    """A run with everything that ran in it, the newest first."""
    dataset, run = find_run_at(events, records, caller.project_id, _path_of(request))
    items = list_run_items(events, run)
    return {
        **to_dataset_run(run, dataset),
        "datasetRunItems": [to_dataset_run_item(item, run.name) for item in items],
    }


@router.delete(_PREFIX + "{dataset_name:path}/runs/{run_name:path}")
def delete_one(request: Request, caller: Caller, events: Events, records: Records) -> dict[str, str]:
    """Delete a run and its scores; the traces in which its items ran stay."""
    _, run = find_run_at(events, records, caller.project_id, _path_of(request))
    delete_run(events, run)
    return {"message": f"Dataset run {run.name!r} was deleted"}


@router.get(_PREFIX + "{dataset_name:path}/runs")
def list_page(
    dataset_name: str, caller: Caller, events: Events, records: Records, asked: Annotated[PageParameters, Query()]
) -> dict[str, Any]:
    """A page of a dataset's runs, the newest first."""
    dataset = find_dataset(records, caller.project_id, dataset_name)
    runs, total = list_runs(events, dataset, offset=asked.offset, limit=asked.limit)
    return {"data": [to_dataset_run(run, dataset) for run in runs], "meta": asked.meta(total)}


def _path_of(request: Request) -> str:
    """What of the path names dataset and run, as it came: decoded, slashes in names and between them look the same."""
    raw: bytes = request.scope["raw_path"]
    return raw.decode("ascii", "replace").removeprefix(_PREFIX)
