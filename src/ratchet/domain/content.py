"""What was said of a span's input and output apart from the span itself."""

from typing import NamedTuple

from ratchet.domain.span import SpanKey


class SpanContent(NamedTuple):
    """One log record about the content of a span, a field per column of the `span_contents` table.

    `said` is the JSON of `{"attributes", "body"}` as they came. `time` is nanoseconds since 1970 in UTC, `position` the
    order among records of the same time.
    """

    project_id: str
    trace_id: str
    span_id: str
    time: int
    position: int
    name: str
    said: str

    @property
    def key(self) -> SpanKey:
        return SpanKey(self.project_id, self.trace_id, self.span_id)
