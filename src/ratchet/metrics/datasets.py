"""How large each dataset is, and how good its items are."""

from dataclasses import dataclass

from ratchet.domain.quality import QUALITY_SCALE, Marks, quality_names
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_figures import (
    DatasetFigures,
    add_source_scores,
    read_dataset_figures,
    read_figures_of_names,
)
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_datasets


@dataclass(frozen=True, slots=True)
class DatasetSummary:
    """How many active items a dataset has, and the mean of those that have a score; `None` when none has."""

    name: str
    items: int
    score_mean: float | None


def summarize_datasets(events: EventStore, records: RecordStore, project_id: str, marks: Marks) -> list[DatasetSummary]:
    """A summary of every dataset that is not archived, by name.

    An item's score is its own, else the newest score of quality that the trace has from which it was made.
    """
    datasets = read_datasets(records, project_id)
    figures = _read_figures(events, project_id, marks) if datasets else {}
    summaries = [_summarize(dataset.name, figures.get(dataset.id, DatasetFigures())) for dataset in datasets]
    return sorted(summaries, key=lambda summary: summary.name)


def _read_figures(events: EventStore, project_id: str, marks: Marks) -> dict[str, DatasetFigures]:
    figures = read_dataset_figures(events, project_id)
    if not any(of_dataset.unscored for of_dataset in figures.values()):
        return figures
    names = quality_names(read_figures_of_names(events, project_id).values(), marks)
    return add_source_scores(events, project_id, figures, names, QUALITY_SCALE) if names else figures


def _summarize(name: str, figures: DatasetFigures) -> DatasetSummary:
    mean = figures.total / figures.scored if figures.scored else None
    return DatasetSummary(name, figures.items, mean)
