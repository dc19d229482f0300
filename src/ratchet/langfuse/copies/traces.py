"""Copies of traces and observations: rows as they are there, with what they cost, whatever prices are known here."""

from collections.abc import Mapping, Sequence
from typing import Any

from ratchet.domain.span import Span, TraceOverride
from ratchet.domain.value import encode_value
from ratchet.langfuse.copies.place import Place
from ratchet.langfuse.copies.schemas import ObservationCopy, TraceCopy
from ratchet.store.events.spans import insert_spans, read_spans
from ratchet.store.events.trace_overrides import read_trace_overrides, write_trace_overrides
from ratchet.store.rewriting import rewriting_spans

_OWN_SCOPE = "langfuse-sdk"


def copy_traces(place: Place, sent: Sequence[TraceCopy]) -> list[bool]:
    """Take traces over, each with the observations that are sent with it; one that is sent in parts is put together.

    They are no news: a history of a million traces shall not be judged and collected as if it came in today. Judges
    and collectors can be sent over it.
    """
    overrides = {trace.id: _to_override(place.project_id, trace) for trace in sent if trace.timestamp is not None}
    spans = {trace.id: [_to_span(place.project_id, trace.id, one) for one in trace.observations] for trace in sent}
    with rewriting_spans(place.events, place.records):
        new_overrides = _newer_overrides(place, overrides)
        new_spans = _newer_spans(place, [span for some in spans.values() for span in some])
        insert_spans(place.events, new_spans, is_news=False)
        write_trace_overrides(place.events, list(new_overrides.values()), is_news=False)
    changed = {span.trace_id for span in new_spans} | new_overrides.keys()
    return [trace.id in changed for trace in sent]


def _newer_overrides(place: Place, overrides: Mapping[str, TraceOverride]) -> dict[str, TraceOverride]:
    stored = read_trace_overrides(place.events, place.project_id, overrides)
    return {
        trace_id: override
        for trace_id, override in overrides.items()
        if trace_id not in stored or stored[trace_id].revision < override.revision
    }


def _newer_spans(place: Place, spans: Sequence[Span]) -> list[Span]:
    stored = read_spans(place.events, [span.key for span in spans])
    return [span for span in spans if span.key not in stored or stored[span.key].revision < span.revision]


def _to_override(project_id: str, sent: TraceCopy) -> TraceOverride:
    timestamp = sent.timestamp or 0
    return TraceOverride(
        project_id=project_id,
        trace_id=sent.id,
        timestamp=timestamp,
        name=sent.name,
        user_id=sent.user_id,
        session_id=sent.session_id,
        input=_to_text(sent.input),
        output=_to_text(sent.output),
        metadata=_encode(sent.metadata or {}),
        tags=sorted(set(sent.tags or ())),
        environment=sent.environment,
        release=sent.release,
        version=sent.version,
        public=sent.public,
        revision=timestamp if sent.updated_at is None else sent.updated_at,
    )


def _to_span(project_id: str, trace_id: str, sent: ObservationCopy) -> Span:
    return Span(
        project_id=project_id,
        trace_id=trace_id,
        span_id=sent.id,
        parent_span_id=sent.parent_observation_id,
        root_rank=_root_rank(sent),
        start_time=sent.start_time,
        end_time=sent.end_time,
        completion_start_time=sent.completion_start_time,
        name=sent.name,
        type=sent.type,
        level=sent.level,
        status_message=sent.status_message,
        input=_to_text(sent.input),
        output=_to_text(sent.output),
        model=sent.model,
        model_parameters=_encode(sent.model_parameters or {}),
        usage=sent.usage_details,
        cost=sent.cost_details,
        prompt_name=sent.prompt_name,
        prompt_version=sent.prompt_version or 0,
        environment=sent.environment,
        version=sent.version,
        revision=sent.start_time if sent.updated_at is None else sent.updated_at,
        **_split_metadata(sent.metadata or {}),
    )


def _root_rank(sent: ObservationCopy) -> int:
    if sent.is_root_observation and sent.parent_observation_id:
        return 2
    return int(not sent.parent_observation_id)


def _split_metadata(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What was shown as metadata, parted into what the application said and where the span came from."""
    metadata, fields = dict(shown), dict[str, Any]()
    scope = metadata.get("scope")
    if isinstance(scope, dict) and isinstance(scope.get("name"), str) and scope.keys() <= {"name", "version"}:
        del metadata["scope"]
        fields |= {"scope_name": scope["name"], "scope_version": scope.get("version") or ""}
        if scope["name"] != _OWN_SCOPE and isinstance(metadata.get("attributes"), dict):
            fields["attributes"] = _encode(metadata.pop("attributes"))
    if isinstance(metadata.get("resourceAttributes"), dict):
        fields["resource"] = _encode(metadata.pop("resourceAttributes"))
    return {**fields, "metadata": _encode(metadata)}


def _to_text(value: Any) -> str:
    """Text as it is and anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else encode_value(value)


def _encode(values: Mapping[str, Any]) -> dict[str, str]:
    return {key: encode_value(value) for key, value in values.items()}
