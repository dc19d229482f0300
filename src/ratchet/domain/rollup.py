"""What the spans of a trace and its override come to together."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from ratchet.domain.environment import DEFAULT_ENVIRONMENT
from ratchet.domain.span import Level, Span, TraceOverride
from ratchet.domain.trace import Trace, TraceStatus


def find_root(spans: Iterable[Span]) -> Span:
    """The logical root, the first span to start among those of the highest rank; the earliest span when none is one."""
    return min(spans, key=_place)


def roll_up(spans: Sequence[Span], override: TraceOverride | None) -> Trace:
    """One trace from all of its spans, or from an override alone; one of both must be there."""
    ordered = sorted(spans, key=_place)
    voices = [*([_voice(override)] if override else []), *ordered]
    root = ordered[0] if ordered else voices[0]
    has_failed = root.level == Level.ERROR if root.root_rank else any(span.level == Level.ERROR for span in spans)

    def said(field: Callable[[Span], str], unsaid: str = "") -> str:
        return next((text for text in map(field, voices) if text != unsaid), unsaid)

    return Trace(
        id=root.trace_id,
        timestamp=root.start_time,
        stated_time=override.timestamp if override else None,
        name=said(lambda voice: voice.trace_name) or root.name,
        user_id=said(lambda voice: voice.user_id),
        session_id=said(lambda voice: voice.session_id),
        status=TraceStatus.ERROR if has_failed else TraceStatus.SUCCESS,
        error_type=_error_type(ordered) if has_failed else "",
        latency_ms=_latency_ms(root, ordered),
        total_cost=sum(span.cost.get("total", 0.0) for span in ordered),
        has_cost=any("total" in span.cost for span in ordered),
        tags=sorted(set(chain.from_iterable(voice.tags for voice in voices))),
        environment=said(lambda voice: voice.environment, DEFAULT_ENVIRONMENT),
        release=said(lambda voice: voice.release),
        version=said(lambda voice: voice.version),
        public=_is_public(ordered, override),
        models=sorted({span.model for span in ordered} - {""}),
        input=said(lambda voice: voice.trace_input) or root.input,
        output=said(lambda voice: voice.trace_output) or root.output,
        metadata=_metadata(root, voices),
        span_ids=[span.span_id for span in ordered],
        created_at=min(voice.revision for voice in voices),
        updated_at=max(voice.revision for voice in voices),
    )


def _place(span: Span) -> tuple[int, int, str]:
    return (-span.root_rank, span.start_time, span.span_id)


def _voice(override: TraceOverride) -> Span:
    """An override in the form of a span, which speaks before all others."""
    return Span(
        override.project_id,
        override.trace_id,
        span_id="",
        start_time=override.timestamp,
        trace_name=override.name,
        user_id=override.user_id,
        session_id=override.session_id,
        tags=override.tags,
        environment=override.environment,
        release=override.release,
        version=override.version,
        trace_input=override.input,
        trace_output=override.output,
        trace_metadata=override.metadata,
        revision=override.revision,
    )


def _error_type(ordered: Iterable[Span]) -> str:
    return next((span.error_type for span in ordered if span.level == Level.ERROR and span.error_type), "")


def _latency_ms(root: Span, spans: Sequence[Span]) -> float | None:
    ends = [root.end_time] if root.root_rank else [span.end_time for span in spans]
    ended = max((end for end in ends if end is not None), default=None)
    return None if ended is None or ended < root.start_time else (ended - root.start_time) / 1e6


def _is_public(spans: Iterable[Span], override: TraceOverride | None) -> bool:
    if override and override.public is not None:
        return override.public
    return any(span.public for span in spans)


def _metadata(root: Span, voices: Iterable[Span]) -> dict[str, str]:
    """The root's own, and over it what is said of the trace, the first voice last."""
    merged = dict(root.metadata)
    for voice in reversed(list(voices)):
        merged.update(voice.trace_metadata)
    return merged
