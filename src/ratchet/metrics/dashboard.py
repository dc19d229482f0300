"""Everything that a dashboard shows, at once."""

from dataclasses import dataclass

from ratchet.domain.environment import OF_USERS, Environments
from ratchet.domain.quality import QUALITY_SCALE, Marks, quality_names
from ratchet.domain.window import Interval, Window
from ratchet.metrics.datasets import DatasetSummary, summarize_datasets
from ratchet.metrics.persona import Persona, to_persona
from ratchet.metrics.quality import read_one_score
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import (
    ScoreBucket,
    TraceFigures,
    read_score_buckets,
    read_score_figures,
    read_trace_figures,
)
from ratchet.store.records import RecordStore


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures of one window, and those of datasets as they are now."""

    quality: list[ScoreBucket]
    traces: TraceFigures
    persona: Persona
    datasets: list[DatasetSummary]


def read_dashboard(
    store: EventStore,
    records: RecordStore,
    project_id: str,
    window: Window,
    interval: Interval,
    *,
    marks: Marks,
    score: str | None = None,
    of: Environments = OF_USERS,
) -> Dashboard:
    """The figures of a window, of some environments; `score` picks one score for quality, as `read_one_score` does."""
    figures = read_score_figures(store, project_id, window, of)
    quality = (
        read_one_score(store, project_id, window, interval, score, of=of)
        if score is not None
        else read_score_buckets(
            store, project_id, window, interval, quality_names(figures.values(), marks), scale=QUALITY_SCALE, of=of
        )
    )
    datasets = summarize_datasets(store, records, project_id, marks)
    return Dashboard(quality, read_trace_figures(store, project_id, window, of), to_persona(figures), datasets)
