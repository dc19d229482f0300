"""Runs as Langfuse's newer API shows them: as experiments, by groups of fields."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ratchet.domain.run import Run
from ratchet.domain.score import Score
from ratchet.domain.time import format_time
from ratchet.domain.value import decode_value
from ratchet.domain.window import Window
from ratchet.experiments.answers import Answer
from ratchet.langfuse.observation_view import to_time
from ratchet.langfuse.score_view import GROUPS_V3, to_score_v3
from ratchet.langfuse.trace_view import read_text

EXPERIMENT_GROUPS = ("core", "metadata", "scores")


def to_experiment(run: Run, window: Window, groups: Collection[str], scores: Sequence[Score]) -> dict[str, Any]:
    """An experiment, its times within the window that was asked for."""
    shown: dict[str, Any] = {
        "id": run.id,
        "name": run.name,
        "description": run.description or None,
        "startTime": format_time(max(run.first_at, window.start)),
        "endTime": format_time(min(run.last_at, window.end)),
        "itemCount": run.item_count,
        "datasetId": run.dataset_id or None,
    }
    if "metadata" in groups:
        shown["metadata"] = _metadata(run)
    if "scores" in groups:
        shown["scores"] = to_scores(scores)
    return shown


def to_experiment_item(answer: Answer, groups: Collection[str], score_limit: int) -> dict[str, Any]:
    """An item of an experiment with the fields of some groups, and so many of its scores."""
    shown = _core(answer)
    for group in groups:
        shown.update(ITEM_GROUPS[group](answer))
    if "scores" in groups:
        shown["scores"] = to_scores(answer.scores[:score_limit])
    return shown


def to_scores(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """Scores with all that version 3 shows of them."""
    return [to_score_v3(score, GROUPS_V3) for score in scores]


def _core(answer: Answer) -> dict[str, Any]:
    run_item = answer.run_item
    return {
        "id": answer.span_id,
        "traceId": run_item.trace_id,
        "startTime": format_time(run_item.at),
        "endTime": to_time(answer.ended_at),
        "level": answer.level,
        "environment": answer.environment,
        "experimentId": answer.run.id,
        "experimentName": answer.run.name,
        "experimentItemId": run_item.item_id or answer.span_id,
    }


def _dataset(answer: Answer) -> dict[str, Any]:
    return {
        "experimentDatasetId": answer.run_item.dataset_id or None,
        "experimentItemVersion": to_time(answer.run_item.item_version),
    }


def _io(answer: Answer) -> dict[str, Any]:
    return {
        "input": read_text(answer.input),
        "output": read_text(answer.output),
        "expectedOutput": answer.expected_output,
    }


def _item_metadata(answer: Answer) -> dict[str, Any]:
    return {"experimentItemMetadata": _as_object(answer.item_metadata)}


def _own_metadata(answer: Answer) -> dict[str, Any]:
    return {"metadata": {key: decode_value(value) for key, value in answer.metadata.items()}}


def _of_experiment(answer: Answer) -> dict[str, Any]:
    return {
        "experimentMetadata": _metadata(answer.run),
        "experimentDescription": answer.run.description or None,
    }


def _nothing_more(_answer: Answer) -> dict[str, Any]:
    return {}


ITEM_GROUPS: Mapping[str, Callable[[Answer], dict[str, Any]]] = {
    "core": _nothing_more,
    "dataset": _dataset,
    "io": _io,
    "metadata": _own_metadata,
    "itemMetadata": _item_metadata,
    "experimentMetadata": _of_experiment,
    "scores": _nothing_more,
}
"""What each group adds to the core, which every item has."""


def _metadata(run: Run) -> dict[str, Any] | None:
    return _as_object(decode_value(run.metadata)) if run.metadata else None


def _as_object(value: Any) -> dict[str, Any] | None:
    """Metadata that is no object is shown as one, under the key `metadata`."""
    return value if value is None or isinstance(value, dict) else {"metadata": value}
