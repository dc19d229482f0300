"""What is said of exported items: how many, how good, of which types."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from ratchet.domain.dataset import Dataset
from ratchet.domain.export import ExportOrder
from ratchet.export.selection import Selection, select_items
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore

_BINS = 10


def describe_scores(scores: np.ndarray) -> dict[str, Any]:
    """Mean, least and greatest of the scores there are, and how they spread; None and nothing where there are none."""
    known = scores[~np.isnan(scores)]
    if not len(known):
        return {"scored_items": 0, "avg_score": None, "min_score": None, "max_score": None, "score_histogram": []}
    return {
        "scored_items": len(known),
        "avg_score": round(float(known.mean()), 6),
        "min_score": float(known.min()),
        "max_score": float(known.max()),
        "score_histogram": _bin(known),
    }


def count_types(selection: Selection, kept: np.ndarray) -> dict[str, int]:
    """How many of the items that are kept there are of each query type, most first; of no type, under `""`."""
    counts: list[dict[str, Any]] = selection.types.filter(kept).value_counts().to_pylist()
    pairs = sorted((-each["counts"], each["values"]) for each in counts)
    return {query_type: -count for count, query_type in pairs}


def describe_items(selection: Selection, kept: np.ndarray) -> dict[str, Any]:
    """The figures of the items that are kept."""
    return {
        "total_items": int(np.count_nonzero(kept)),
        **describe_scores(selection.scores[kept]),
        "query_types": count_types(selection, kept),
    }


def describe_dataset(events: EventStore, records: RecordStore, dataset: Dataset) -> dict[str, Any]:
    """The figures of all active items of a dataset."""
    selection = select_items(events, records, dataset, ExportOrder())
    return describe_items(selection, np.ones(len(selection), dtype=bool))


def to_stats(figures: Mapping[str, Any], train_split: float | None, counts: tuple[int, int]) -> dict[str, Any]:
    """The file of statistics."""
    train, validation = counts
    return {
        "export_timestamp": datetime.now(UTC).isoformat(timespec="seconds").removesuffix("+00:00"),
        "total_items": figures["total_items"],
        "train_items": train,
        "val_items": validation,
        "train_split": train_split,
        **{name: value for name, value in figures.items() if name != "total_items"},
    }


def _bin(scores: np.ndarray) -> list[dict[str, float | int]]:
    """Tenths from 0 to 1, else of the range that the scores have; the last takes its upper end too."""
    low, high = (0.0, 1.0) if scores.min() >= 0 and scores.max() <= 1 else (float(scores.min()), float(scores.max()))
    counts, edges = np.histogram(scores, bins=_BINS, range=(low, high))
    return [
        {"from": round(float(start), 6), "to": round(float(end), 6), "count": int(count)}
        for start, end, count in zip(edges, edges[1:], counts, strict=False)
    ]
