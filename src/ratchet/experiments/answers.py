"""Answers: items' runs together with what went in and came out, what was expected, and how it was judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ratchet.domain.dataset import Item
from ratchet.domain.environment import DEFAULT_ENVIRONMENT
from ratchet.domain.run import Run, RunItem, RunItemKey
from ratchet.domain.score import Score
from ratchet.domain.span import Level, Span, SpanKey
from ratchet.domain.trace import Trace, TraceStatus
from ratchet.ingest.runs import read_item_said
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import read_items_as_of
from ratchet.store.events.runs import read_runs
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.spans import read_spans
from ratchet.store.events.traces import read_traces


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How an application answered an item: the fields of the span, or trace, that was linked, as they are stored.

    `span_id` is that span, else the root of that trace, else the trace's id. What has not come yet is empty.
    """

    run_item: RunItem
    run: Run
    span_id: str
    ended_at: int | None = None
    level: str = Level.DEFAULT
    environment: str = DEFAULT_ENVIRONMENT
    input: str = ""
    output: str = ""
    metadata: Mapping[str, str]
    expected_output: Any = None
    item_metadata: Any = None
    scores: Sequence[Score] = ()


def read_answers(events: EventStore, project_id: str, run_items: Sequence[RunItem]) -> list[Answer]:
    """The answers of these items' runs, in the same order."""
    runs = read_runs(events, project_id, {run_item.run_id for run_item in run_items})
    spans = read_spans(events, [_span_key(run_item) for run_item in run_items if run_item.span_id])
    traces = read_traces(events, project_id, {run_item.trace_id for run_item in run_items if not run_item.span_id})
    items = _read_items(events, project_id, run_items)
    scores = read_scores_of_traces(events, project_id, {run_item.trace_id for run_item in run_items})
    return [
        _to_answer(
            run_item,
            runs[run_item.run_id],
            source=spans.get(_span_key(run_item)) or traces.get(run_item.trace_id),
            item=items.get(run_item.key),
            scores=scores.get(run_item.trace_id, ()),
        )
        for run_item in run_items
        if run_item.run_id in runs  # deleted in this moment
    ]


def _span_key(run_item: RunItem) -> SpanKey:
    return SpanKey(run_item.project_id, run_item.trace_id, run_item.span_id)


def _read_items(events: EventStore, project_id: str, run_items: Iterable[RunItem]) -> dict[RunItemKey, Item]:
    """The dataset's own items as they were then, for the runs that may not say themselves what was expected."""
    moments = {
        run_item.key: (run_item.item_id, run_item.linked_at if run_item.item_version is None else run_item.item_version)
        for run_item in run_items
        if run_item.linked_at is not None
    }
    items = read_items_as_of(events, project_id, moments.values())
    return {key: items[moment] for key, moment in moments.items() if moment in items}


def _to_answer(
    run_item: RunItem, run: Run, *, source: Span | Trace | None, item: Item | None, scores: Iterable[Score]
) -> Answer:
    said = _expected(source, item)
    match source:
        case Span():
            said |= _of_span(source)
        case Trace():
            said |= _of_trace(source)
        case None:
            said |= {"span_id": run_item.span_id or run_item.trace_id, "metadata": {}}
    judged = [score for score in scores if score.span_id in {"", said["span_id"]}]
    return Answer(run_item=run_item, run=run, scores=judged, **said)


def _expected(source: Span | Trace | None, item: Item | None) -> dict[str, Any]:
    """What the run itself said of its item when it ran, else what the dataset says."""
    said = read_item_said(source) if isinstance(source, Span) else None
    expected = said.expected_output if said else None
    metadata = said.item_metadata if said else None
    return {
        "expected_output": item.expected_output if expected is None and item else expected,
        "item_metadata": item.metadata if metadata is None and item else metadata,
    }


def _of_span(span: Span) -> dict[str, Any]:
    return {
        "span_id": span.span_id,
        "ended_at": span.end_time,
        "level": span.level,
        "environment": span.environment,
        "input": span.input,
        "output": span.output,
        "metadata": span.metadata,
    }


def _of_trace(trace: Trace) -> dict[str, Any]:
    ended_at = None if trace.latency_ms is None else trace.timestamp + round(trace.latency_ms * 1e6)
    return {
        "span_id": next(iter(trace.span_ids), trace.id),
        "ended_at": ended_at,
        "level": Level.ERROR if trace.status is TraceStatus.ERROR else Level.DEFAULT,
        "environment": trace.environment,
        "input": trace.input,
        "output": trace.output,
        "metadata": trace.metadata,
    }
