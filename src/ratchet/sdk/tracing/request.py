"""A request as the root of a trace, however it came in: what is known at its start, at its answer and at its end."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import time_ns
from typing import TYPE_CHECKING, Any, TypeAlias

from ratchet.sdk.tracing.api import current_tracer, trace
from ratchet.sdk.tracing.failure import Failure, record, to_failure
from ratchet.sdk.tracing.faults import harmless
from ratchet.sdk.tracing.frameworks import leave_framework
from ratchet.sdk.tracing.root import Root, with_root
from ratchet.sdk.tracing.words import IS_ROOT, KIND, OPERATION, WORKFLOW, to_trace_attributes

if TYPE_CHECKING:
    from opentelemetry.context import Context

Headers: TypeAlias = Mapping[str, str]

TRACE_ID = "X-Trace-Id"
TRACEPARENT = "traceparent"
STATUS_OF_FAILURE = 500
_EXPOSED = f"{TRACE_ID}, {TRACEPARENT}"
_GONE = "The client went away before the answer was complete."


@dataclass(frozen=True, slots=True)
class Choices:
    """What an application has chosen about the tracing of its requests."""

    skip: frozenset[str] = frozenset()
    trust_traceparent: bool | Callable[[Headers], bool] = False
    words: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def trusts(self, headers: Headers) -> bool:
        """Whether a trace may go on that these headers speak of."""
        return self.trust_traceparent(headers) if callable(self.trust_traceparent) else self.trust_traceparent


class Request:
    """A request that is being traced; its span ends with the last byte of the answer."""

    __slots__ = ("_completed_at", "_escaped", "_is_done", "_root", "method", "route", "status", "within")

    def __init__(self, method: str, root: Root, within: "Context") -> None:
        self.method = method
        self.within = within
        """The context of what happens in this request."""
        self.route: str | None = None
        self.status: int | None = None
        self._root = root
        self._escaped: Failure | None = None
        self._is_done = False
        self._completed_at: int | None = None

    @property
    def has_failed(self) -> bool:
        """Whether the answer says that the application has."""
        return self.status is not None and self.status >= STATUS_OF_FAILURE

    def complete(self) -> None:
        """Note that the last byte has gone."""
        self._completed_at = time_ns()

    def respond(self, status: int, headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Note the status, and give the headers that tell a browser its trace."""
        self.status = status
        return self._headers({name.lower(): value for name, value in headers}) or []

    @harmless
    def _headers(self, given: Headers) -> list[tuple[str, str]]:
        span = self._root.span.get_span_context()
        trace_id = format(span.trace_id, "032x")
        told = [
            (TRACE_ID, trace_id),
            (TRACEPARENT, f"00-{trace_id}-{span.span_id:016x}-{span.trace_flags & 1:02x}"),
        ]
        if "access-control-allow-origin" in given:  # else a page of another origin cannot read them
            told.append(("Access-Control-Expose-Headers", _EXPOSED))
        return told

    @harmless
    def fail(self, error: BaseException) -> None:
        """Note what the application let out."""
        self._escaped = to_failure(error)
        if self._root.raised is not error:
            record(self._root.span, self._escaped, error)

    @harmless
    def note(self, error: BaseException) -> None:
        """Note what a framework has made an answer of."""
        self._root.note(to_failure(error), error)

    @harmless
    def end(self, *, is_complete: bool = True) -> None:
        """End the span, once: it is known by now whether the client stayed."""
        if self._is_done:
            return
        self._is_done = True
        span = self._root.span
        span.set_attributes(dict(self._facts()))
        if not is_complete and self._escaped is None:
            self._escaped = Failure("ClientDisconnected", _GONE, "WARNING")
        elif self._escaped is None and self.has_failed:
            self._escaped = Failure(str(self.status), f"Answered with status {self.status}.")
        self._root.settle(self._escaped)
        span.end(self._completed_at)

    def _facts(self) -> Iterator[tuple[str, Any]]:
        if self.route:
            self._root.span.update_name(f"{self.method} {self.route}")
            yield "http.route", self.route
        if self.status is not None:
            yield "http.response.status_code", self.status


@harmless
def begin_request(method: str, path: str, headers: Headers, choices: Choices) -> Request | None:
    """Start the trace of a request; `None` for one that is not to be traced."""
    tracer = current_tracer()
    if tracer is None or path in choices.skip:
        return None
    around = _parent(headers, choices)
    attributes = {
        KIND: "span",
        OPERATION: WORKFLOW,
        IS_ROOT: True,
        "http.request.method": method,
        "url.path": path,
        **to_trace_attributes(choices.words),
    }
    span = tracer.start_span(f"{method} {path}", around, trace.SpanKind.SERVER, attributes=attributes)
    if not span.is_recording():
        return None
    root = Root(span)
    return Request(method, root, with_root(root, trace.set_span_in_context(span, leave_framework())))


def _parent(headers: Headers, choices: Choices) -> "Context":
    """Nothing, or the trace that a trusted caller is in."""
    from opentelemetry.context import Context  # noqa: PLC0415 - it may not be installed
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - as above

    if TRACEPARENT not in headers or not choices.trusts(headers):
        return Context()
    return TraceContextTextMapPropagator().extract(headers, Context())
