"""What a batch is about: traces with their documents, read once for all judges that look at them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.dataset import Item
from ratchet.domain.judge import Judge, JudgeLevel
from ratchet.domain.trace import Trace, window_around
from ratchet.domain.value import decode_value
from ratchet.domain.window import Window
from ratchet.judges.kinds import KINDS
from ratchet.judges.sources import sources_of_spans, sources_of_values
from ratchet.judges.subject import (
    Source,
    Subject,
    find_messages,
    subject_of_span,
    subject_of_trace,
    to_system_prompt,
)
from ratchet.store.events import EventStore
from ratchet.store.events.instructions import read_instructed_inputs
from ratchet.store.events.observations import SpanPosition, SpanQuery, find_spans, read_spans_at
from ratchet.store.events.retrievals import read_retrievals
from ratchet.store.events.traces import keep_matching, read_traces

_SPANS_PER_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Material:
    """Traces, the documents they found, and the items they answer, all by trace; `window` holds all they consist of."""

    project_id: str
    traces: Mapping[str, Trace]
    sources: Mapping[str, Sequence[Source]]
    window: Window
    items: Mapping[str, Item] = field(default_factory=dict[str, Item])


def read_material(
    events: EventStore,
    project_id: str,
    trace_ids: Collection[str],
    window: Window | None = None,
    items: Mapping[str, Item] | None = None,
) -> Material:
    """Those of these traces that are stored; `window` is when their first and last spans began, where that is known."""
    traces = read_traces(events, project_id, trace_ids)
    retrievals = read_retrievals(events, project_id, traces)
    sources = {trace_id: sources_of_spans(spans) for trace_id, spans in retrievals.items()}
    return Material(project_id, traces, sources, _widen(window, traces.values()), items or {})


def find_subjects(events: EventStore, judge: Judge, material: Material) -> list[Subject]:
    """What a judge looks at of this material: the traces, or the spans, that meet its filters."""
    if judge.level is JudgeLevel.TRACE:
        return _instruct(events, judge, [_of_trace(material, trace) for trace in _find_traces(events, judge, material)])
    return list(_find_spans(events, judge, material))


def _widen(window: Window | None, traces: Iterable[Trace]) -> Window:
    """All of the window and all of the traces, as far as they tell how long they took."""
    if window is None:
        return window_around(traces)
    times = [window.start, window.end]
    for trace in traces:
        times += [trace.timestamp, trace.timestamp + int((trace.latency_ms or 0.0) * 1e6)]
    return Window(max(0, min(times, default=0)), max(times, default=0) + 1)


def _find_traces(events: EventStore, judge: Judge, material: Material) -> Iterable[Trace]:
    return keep_matching(events, material.project_id, material.traces, judge.filters, material.window).values()


def _find_spans(events: EventStore, judge: Judge, material: Material) -> Iterable[Subject]:
    if not material.traces:
        return
    among = Condition("trace_id", Operator.ANY_OF, list(material.traces))
    query = SpanQuery(project_id=material.project_id, window=material.window, conditions=(among, *judge.filters))
    page: list[SpanPosition] = find_spans(events, query, limit=_SPANS_PER_PAGE)
    while page:
        for span in read_spans_at(events, material.project_id, page):
            yield _complete(subject_of_span(span, material.sources.get(span.trace_id, ())), material)
        page = find_spans(events, query, limit=_SPANS_PER_PAGE, after=page[-1])


def _of_trace(material: Material, trace: Trace) -> Subject:
    sources = material.sources.get(trace.id, ())
    return _complete(subject_of_trace(material.project_id, trace, sources), material)


def _instruct(events: EventStore, judge: Judge, subjects: list[Subject]) -> list[Subject]:
    """With the system prompts that only generations within the traces hold, for kinds that read them."""
    kind = KINDS.get(judge.kind)
    silent = {subject.trace_id for subject in subjects if not subject.system_prompt}
    if kind is None or not kind.reads_instructions or not silent:
        return subjects
    inputs = read_instructed_inputs(events, judge.project_id, silent)
    told = {trace_id: to_system_prompt(find_messages(decode_value(text))) for trace_id, text in inputs.items()}
    return [replace(subject, instructions=told.get(subject.trace_id, "")) for subject in subjects]


def _complete(subject: Subject, material: Material) -> Subject:
    """With the documents that the application itself names, and what the item says that it answers."""
    if not subject.sources:
        named = sources_of_values(subject.metadata, subject.output, subject.input)
        subject = replace(subject, sources=tuple(named))
    item = material.items.get(subject.trace_id)
    if item is None:
        return subject
    said = cast(dict[str, Any], item.metadata) if isinstance(item.metadata, dict) else {}
    metadata = {**said, **subject.metadata}
    return replace(subject, expected_output=item.expected_output, item_id=item.id, metadata=metadata)
