"""A step of a trace: what it was given, what it gave, and whether it failed."""

from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from ratchet.sdk.tracing.api import context, current_tracer, trace
from ratchet.sdk.tracing.content import to_text
from ratchet.sdk.tracing.failure import Failure, mark, to_failure
from ratchet.sdk.tracing.faults import harmless
from ratchet.sdk.tracing.root import Root, current_root, with_root
from ratchet.sdk.tracing.words import INPUT, IS_ROOT, KIND, OPERATION, OPERATIONS, OUTPUT, WORKFLOW, to_step_attributes

if TYPE_CHECKING:
    from contextvars import Token

    from opentelemetry.context import Context
    from opentelemetry.trace import Span

UNSAID: Final[Any] = object()


class Node:
    """A step that `traced` begins; within it, everything that is traced lies below it.

    Nothing of it raises, and where nothing is traced it does nothing.
    """

    __slots__ = ("_input", "_kind", "_name", "_root", "_span", "_token", "_words", "within")

    def __init__(self, name: str, kind: str = "span", given: Any = UNSAID, words: dict[str, Any] | None = None) -> None:
        self._name = name
        self._kind = kind
        self._input = given
        self._words = words
        self._root: Root | None = None
        self._span: Span | None = None
        self._token: Token[Context] | None = None
        self.within: Context | None = None
        """The context of what happens in this step."""

    @property
    def trace_id(self) -> str | None:
        """The id of its trace, 32 hexadecimal digits; `None` where nothing is traced."""
        return format(self._span.get_span_context().trace_id, "032x") if self._span else None

    @property
    def is_recorded(self) -> bool:
        """Whether what is said of it goes anywhere."""
        return self._span is not None

    @harmless
    def set_input(self, value: Any) -> None:
        """What the step was given: a text, or any value as JSON."""
        if self._span is not None:
            self._span.set_attribute(INPUT, to_text(value))

    @harmless
    def set_output(self, value: Any) -> None:
        """What the step gave: a text, or any value as JSON."""
        if self._span is not None:
            self._span.set_attribute(OUTPUT, to_text(value))

    @harmless
    def tag(self, **words: Any) -> None:
        """Say something of the step: `model`, `usage`, `cost`, `prompt`, `level`, …; any other word is metadata."""
        if self._span is not None:
            self._span.set_attributes(to_step_attributes(words))

    def __enter__(self) -> Self:
        self.begin()
        if self.within is not None:
            self._token = context.attach(self.within)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._token is not None:
            context.detach(self._token)
        self.end(error)

    @harmless
    def begin(self) -> None:
        """Start the span, below the one that is going on."""
        tracer = current_tracer()
        if tracer is None:
            return
        around = context.get_current()
        root = current_root()
        attributes = {KIND: self._kind, OPERATION: OPERATIONS.get(self._kind, WORKFLOW)}
        is_root = root is None and not trace.get_current_span(around).get_span_context().is_valid
        if is_root:
            attributes[IS_ROOT] = True  # pyright: ignore[reportArgumentType]
        span = tracer.start_span(self._name, around, attributes=attributes)
        self.within = trace.set_span_in_context(span, around)
        if is_root:
            root = Root(span)
            self.within = with_root(root, self.within)
        self._root = root
        if span.is_recording():
            self._span = span
            if self._input is not UNSAID and self._input is not None:
                span.set_attribute(INPUT, to_text(self._input))
            if self._words:
                span.set_attributes(to_step_attributes(self._words))

    @harmless
    def end(self, error: BaseException | None = None) -> None:
        """End the span; what was raised is told in full only where it arose."""
        span, root = self._span, self._root
        if span is None:
            return
        failure = None if error is None or isinstance(error, GeneratorExit) else self._fail(span, error)
        if root is not None and root.span is span:
            root.settle(failure)
        span.end()

    def _fail(self, span: "Span", error: BaseException) -> Failure:
        failure = to_failure(error, where=self._name)
        root = self._root
        is_known = root is not None and root.raised is error
        mark(span, failure, None if is_known else error)
        if root is not None:
            root.note(failure, error)
        return failure
