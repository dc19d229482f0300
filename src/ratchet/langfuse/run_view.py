"""Runs of datasets as Langfuse's older API shows them."""

from typing import Any

from ratchet.domain.dataset import Dataset
from ratchet.domain.run import Run, RunItem
from ratchet.domain.time import format_time
from ratchet.domain.value import decode_value


def to_dataset_run(run: Run, dataset: Dataset) -> dict[str, Any]:
    """A run, without what ran in it."""
    return {
        "id": run.id,
        "name": run.name,
        "description": run.description or None,
        "metadata": decode_value(run.metadata) if run.metadata else None,
        "datasetId": dataset.id,
        "datasetName": dataset.name,
        "createdAt": format_time(run.created_at),
        "updatedAt": format_time(run.updated_at),
    }


def to_dataset_run_item(item: RunItem, run_name: str) -> dict[str, Any]:
    """What ran in a run: which item, and in which trace."""
    linked_at = item.first_at if item.linked_at is None else item.linked_at
    return {
        "id": item.id,
        "datasetRunId": item.run_id,
        "datasetRunName": run_name,
        "datasetItemId": item.item_id,
        "traceId": item.trace_id,
        "observationId": item.span_id or None,
        "createdAt": format_time(linked_at),
        "updatedAt": format_time(max(item.updated_at, linked_at)),
    }
