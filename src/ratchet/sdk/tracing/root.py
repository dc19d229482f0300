"""A trace as a whole: the span that stands for it, and the first failure among its steps."""

from typing import TYPE_CHECKING, Any

from ratchet.sdk.tracing.api import context, trace
from ratchet.sdk.tracing.failure import Failure, mark, to_failure
from ratchet.sdk.tracing.faults import harmless
from ratchet.sdk.tracing.words import INPUT, OF_TRACES, OUTPUT, to_trace_attributes

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span

_KEY = "ratchet-root"
_OWN_CONTENT = {OF_TRACES["input"]: INPUT, OF_TRACES["output"]: OUTPUT}


class Root:
    """The span at the top of a trace."""

    __slots__ = ("failure", "has_failed", "raised", "span")

    def __init__(self, span: "Span") -> None:
        self.span = span
        self.failure: Failure | None = None
        self.has_failed = False
        """Whether the application has said so of the request itself: a stream has sent its status by then."""
        self.raised: BaseException | None = None

    def note(self, failure: Failure, raised: BaseException | None = None) -> None:
        """Remember the first failure, and what was raised last, so that it is told in full only where it arose."""
        self.raised = raised
        if self.failure is None and failure.is_error:
            self.failure = failure

    def settle(self, escaped: Failure | None) -> None:
        """Say of the trace what went wrong: an error if it escaped, a warning if the application coped."""
        self.raised = None
        found = self.failure or escaped
        if found is None:
            return
        self.span.set_attributes(to_trace_attributes(found.words))
        if self.has_failed or (escaped is not None and escaped.is_error):
            mark(self.span, Failure(found.type, found.message, where=found.where))
        else:
            mark(self.span, Failure(found.type, found.message, "WARNING", found.where))


def current_root() -> Root | None:
    """The root of the trace that is going on."""
    return None if context is None else context.get_value(_KEY)  # pyright: ignore[reportReturnType]


def with_root(root: Root, within: "Context") -> "Context":
    """A context in which a trace has begun."""
    return context.set_value(_KEY, root, within)


@harmless
def tag_trace(**words: Any) -> None:
    """Say something of the trace that is going on: `tag_trace(user="u-7", session="s-1", dialogue_mode="FACTUAL")`.

    Args:
        words: `user`, `session`, `name`, `tags`, `release`, `environment`, `version`, `public`, `input` and `output`
            are fields of a trace; any other becomes metadata of it under its name. What is `None` is left out.

    Where no trace is going on nothing happens. Raises nothing.

    """
    root = current_root()
    span = root.span if root else _current_span()
    if span is None or not span.is_recording():
        return
    attributes = to_trace_attributes(words)
    if root is not None:
        attributes = {_OWN_CONTENT.get(key, key): value for key, value in attributes.items()}
    span.set_attributes(attributes)


@harmless
def tag_error(error: BaseException | str, *, type: str | None = None, level: str = "ERROR") -> None:  # noqa: A002
    """Say that the step that is going on has failed, though it raises nothing: an exception, or a message.

    Args:
        error: what went wrong.
        type: the type to group by; the exception's own unless given.
        level: `"ERROR"`, or `"WARNING"` for what the application coped with.

    The trace learns of the first error among its steps: as an error when the request fails or this is said outside of
    any step, as a warning when the application coped. Raises nothing.

    """
    span = _current_span()
    if span is None or not span.is_recording():
        return
    failure = to_failure(error, type_name=type, level=level, where=getattr(span, "name", ""))
    raised = error if isinstance(error, BaseException) else None
    root = current_root()
    is_known = root is not None and raised is not None and root.raised is raised
    mark(span, failure, None if is_known else raised)
    if root is not None:
        root.note(failure, raised)
        root.has_failed = root.has_failed or (failure.is_error and span is root.span)


def current_trace_id() -> str | None:
    """The id of the trace that is going on, 32 hexadecimal digits; `None` where nothing is traced."""
    span = _current_span()
    if span is None or not span.is_recording():
        return None
    return format(span.get_span_context().trace_id, "032x")


def _current_span() -> "Span | None":
    return None if trace is None else trace.get_current_span()
