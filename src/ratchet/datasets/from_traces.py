"""Items out of traces: what went in, what came out, and what was thought of it."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.time import format_time
from ratchet.domain.trace import Trace
from ratchet.domain.value import decode_value

_SAID = ("name", "user_id", "session_id", "release", "version", "environment", "tags")


def to_item(dataset: Dataset, trace: Trace, scores: Iterable[Score], *, score_name: str | None = None) -> ItemIn:
    """The item that a trace makes, always the same one in the same dataset.

    Where somebody corrected the output, the correction is what is expected. The metadata is the trace's own, with
    `trace`, what is known of it, and `scores` beside; `score_name` picks the one that is the item's score.
    """
    given = list(scores)
    return ItemIn(
        id=derive_id(dataset, trace.id),
        input=_value(trace.input),
        expected_output=find_correction(given) or _value(trace.output),
        metadata=_to_metadata(trace, _to_values(given), score_name),
        source_trace_id=trace.id,
    )


def derive_id(dataset: Dataset, trace_id: str) -> str:
    """The id of the item that a trace makes in a dataset."""
    return hashlib.sha256(f"{dataset.id}\0{trace_id}".encode()).hexdigest()[:32]


def _value(text: str) -> Any:
    return decode_value(text) if text else None


def _to_metadata(trace: Trace, values: Mapping[str, Any], score_name: str | None) -> dict[str, Any]:
    known = {name: value for name in _SAID if (value := getattr(trace, name))}
    metadata: dict[str, Any] = {name: decode_value(value) for name, value in trace.metadata.items()}
    metadata["trace"] = {"timestamp": format_time(trace.timestamp), **known}
    if values:
        metadata["scores"] = dict(values)
    if score_name is not None and score_name in values:
        metadata |= {"score": values[score_name], "score_name": score_name}
    return metadata


def _to_values(scores: Iterable[Score]) -> dict[str, Any]:
    """Scores by name; those of the whole trace before those of its spans, and the newest before older ones."""
    ordered = sorted(scores, key=lambda score: (not score.span_id, score.timestamp))
    return {score.name: _to_value(score) for score in ordered if score.data_type != ScoreType.CORRECTION}


def _to_value(score: Score) -> Any:
    return score.string_value if score.data_type in (ScoreType.CATEGORICAL, ScoreType.TEXT) else score.value


def find_correction(scores: Iterable[Score]) -> Any:
    """What a person said that the output of a trace should have been; None when nobody has."""
    corrections = [score for score in scores if score.data_type == ScoreType.CORRECTION and not score.span_id]
    latest = max(corrections, key=lambda score: score.timestamp, default=None)
    return _value(latest.string_value) if latest else None
