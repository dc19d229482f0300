"""What is judged: one question and its answer, whatever they came out of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from ratchet.domain.dataset import Item
from ratchet.domain.qa import to_message_text, to_query, to_response
from ratchet.domain.span import Level, Span
from ratchet.domain.trace import Trace, TraceStatus
from ratchet.domain.value import decode_value


class Source(NamedTuple):
    """A document that an answer could rest on; `id` is what the answer may cite it by, empty when it has none."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one judge looks at once: a trace, a span, or a dataset's item with an answer.

    Values are decoded JSON. `latency_ms` and `cost_usd` are `None` where nothing was measured. `rival` is another
    answer to the same question, for judges that compare two. `instructions` is the system prompt of a trace whose input
    is no chat, from the first of its generations that has one; only kinds that read it are given it.
    """

    project_id: str
    input: Any = None
    output: Any = None
    expected_output: Any = None
    sources: tuple[Source, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict[str, Any])
    name: str = ""
    model: str = ""
    is_error: bool = False
    latency_ms: float | None = None
    cost_usd: float | None = None
    timestamp: int = 0
    trace_id: str = ""
    span_id: str = ""
    session_id: str = ""
    item_id: str = ""
    environment: str = "default"
    rival: Any = None
    instructions: str = ""

    @property
    def question(self) -> str:
        """What was asked, as text; empty when nothing was."""
        return to_query(self.input) or ""

    @property
    def answer(self) -> str:
        """What was answered, as text; empty when nothing was."""
        return to_response(self.output) or ""

    @property
    def reference(self) -> str:
        """The answer that is expected, as text; empty when none is."""
        return to_response(self.expected_output) or ""

    @property
    def messages(self) -> Sequence[Mapping[str, Any]]:
        """The messages of the input, if it is a chat."""
        return find_messages(self.input)

    @property
    def system_prompt(self) -> str:
        """What the application told the model to be; empty when nothing says it."""
        return to_system_prompt(self.messages) or self.instructions


def find_messages(value: Any) -> Sequence[Mapping[str, Any]]:
    """The chat messages in an input: the list itself, or the object's `messages`."""
    if isinstance(value, dict):
        value = cast(dict[str, Any], value).get("messages")
    if not isinstance(value, list):
        return []
    return [cast(Mapping[str, Any], message) for message in cast(list[Any], value) if _is_message(message)]


def to_system_prompt(messages: Iterable[Mapping[str, Any]]) -> str:
    """What the system messages among these say."""
    said = (to_message_text(message) for message in messages if message.get("role") in ("system", "developer"))
    return "\n\n".join(text for text in said if text)


def subject_of_trace(project_id: str, trace: Trace, sources: Sequence[Source] = ()) -> Subject:
    """A trace as a whole, with the documents that its retrievers found."""
    return Subject(
        project_id=project_id,
        input=decode_value(trace.input),
        output=decode_value(trace.output),
        sources=tuple(sources),
        metadata=_decode_all(trace.metadata),
        name=trace.name,
        model=trace.models[0] if trace.models else "",
        is_error=trace.status is TraceStatus.ERROR,
        latency_ms=trace.latency_ms,
        cost_usd=trace.total_cost if trace.has_cost else None,
        timestamp=trace.timestamp,
        trace_id=trace.id,
        session_id=trace.session_id,
        environment=trace.environment,
    )


def subject_of_span(span: Span, sources: Sequence[Source] = ()) -> Subject:
    """One span, with the documents that its trace's retrievers found."""
    latency_ms = None if span.end_time is None else max(0, span.end_time - span.start_time) / 1e6
    return Subject(
        project_id=span.project_id,
        input=decode_value(span.input),
        output=decode_value(span.output),
        sources=tuple(sources),
        metadata=_decode_all(span.trace_metadata | span.metadata),
        name=span.name,
        model=span.model,
        is_error=span.level == Level.ERROR,
        latency_ms=latency_ms,
        cost_usd=span.cost.get("total"),
        timestamp=span.start_time,
        trace_id=span.trace_id,
        span_id=span.span_id,
        session_id=span.session_id,
        environment=span.environment,
    )


def subject_of_item(item: Item, answer: Any, sources: Sequence[Source] = ()) -> Subject:
    """A dataset's item with an answer to it; the expected output is the reference."""
    metadata = cast(dict[str, Any], item.metadata) if isinstance(item.metadata, dict) else {}
    return Subject(
        project_id=item.project_id,
        input=item.input,
        output=answer,
        expected_output=item.expected_output,
        sources=tuple(sources),
        metadata=metadata,
        timestamp=item.created_at,
        trace_id=item.source_trace_id,
        span_id=item.source_span_id,
        item_id=item.id,
    )


def _decode_all(metadata: Mapping[str, str]) -> dict[str, Any]:
    return {name: decode_value(value) for name, value in metadata.items()}


def _is_message(value: Any) -> bool:
    return isinstance(value, dict) and "role" in value
