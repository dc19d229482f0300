"""Runs of a dataset, as versions 3 and 4 of Langfuse's Python SDK read and delete them."""

from typing import Any

from python_datasets import CAPITALS
from storyteller import SDK


def runs(langfuse: Any) -> Any:
    """Needs `experiment`."""
    run = langfuse.get_dataset_run(dataset_name=CAPITALS, run_name=f"geography {SDK}")
    listed = langfuse.get_dataset_runs(dataset_name=CAPITALS).data
    langfuse.get_dataset(CAPITALS).run_experiment(
        name="guess", run_name=f"guess {SDK}", task=lambda *, item, **_: "Berlin"
    )
    langfuse.flush()
    langfuse.delete_dataset_run(dataset_name=CAPITALS, run_name=f"guess {SDK}")
    return {
        "items": sorted(item.dataset_item_id for item in run.dataset_run_items),
        "listed": [run.name for run in listed],
        "left": [run.name for run in langfuse.get_dataset_runs(dataset_name=CAPITALS).data],
    }
