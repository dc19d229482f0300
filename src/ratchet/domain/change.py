"""A change: what one event of an application said of a trace or a span."""

from enum import StrEnum
from typing import NamedTuple


class ChangeKind(StrEnum):
    """What a change is about."""

    TRACE = "trace"
    SPAN = "span"


class Subject(NamedTuple):
    """The trace or span that changes are about; a span's id is unique in its project here, as in Langfuse."""

    project_id: str
    subject_id: str
    kind: str


class Change(NamedTuple):
    """One stored change, a field per column of the `changes` table.

    `fields` is a JSON object: each field that was said, under the name it has on `Span` or `TraceOverride`.
    Changes of one subject apply in the order of `order`, whatever order they arrive in.
    """

    project_id: str
    subject_id: str
    kind: str
    timestamp: int
    is_update: bool
    position: int
    change_id: str
    fields: str

    @property
    def subject(self) -> Subject:
        return Subject(self.project_id, self.subject_id, self.kind)

    @property
    def order(self) -> tuple[int, bool, int, str]:
        return (self.timestamp, self.is_update, self.position, self.change_id)
