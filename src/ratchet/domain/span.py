"""A span: one step of a trace, with the trace's own attributes on it."""

from enum import StrEnum
from typing import NamedTuple


class SpanType(StrEnum):
    """What kind of work a span is."""

    SPAN = "SPAN"
    GENERATION = "GENERATION"
    EVENT = "EVENT"
    AGENT = "AGENT"
    TOOL = "TOOL"
    CHAIN = "CHAIN"
    RETRIEVER = "RETRIEVER"
    EVALUATOR = "EVALUATOR"
    EMBEDDING = "EMBEDDING"
    GUARDRAIL = "GUARDRAIL"


class Level(StrEnum):
    """How serious a span is; `ERROR` makes it count as failed."""

    DEBUG = "DEBUG"
    DEFAULT = "DEFAULT"
    WARNING = "WARNING"
    ERROR = "ERROR"


class SpanKey(NamedTuple):
    """What makes a span the same span when it is sent again."""

    project_id: str
    trace_id: str
    span_id: str


class Span(NamedTuple):
    """One stored span, a field per column of the `spans` table.

    A tuple and not a dataclass, because a batch of spans becomes a batch of columns by `zip(*spans)`.
    Times are nanoseconds since 1970 in UTC. Empty text means "not given". Values of `metadata` and
    `attributes` are encoded by `ratchet.domain.value`. `root_rank` is 2 for the root the application
    named, 1 for a span without a parent, else 0: a trace's logical root is its first span of the highest rank.
    """

    project_id: str
    trace_id: str
    span_id: str
    parent_span_id: str = ""
    root_rank: int = 0
    start_time: int = 0
    end_time: int | None = None
    completion_start_time: int | None = None
    name: str = ""
    type: str = SpanType.SPAN
    level: str = Level.DEFAULT
    status_message: str = ""
    error_type: str = ""
    input: str = ""
    output: str = ""
    metadata: dict[str, str] = {}
    model: str = ""
    model_parameters: dict[str, str] = {}
    usage: dict[str, int] = {}
    cost: dict[str, float] = {}
    prompt_name: str = ""
    prompt_version: int = 0
    trace_name: str = ""
    user_id: str = ""
    session_id: str = ""
    tags: list[str] = []
    environment: str = "default"
    release: str = ""
    version: str = ""
    public: bool = False
    trace_input: str = ""
    trace_output: str = ""
    trace_metadata: dict[str, str] = {}
    attributes: dict[str, str] = {}
    resource: dict[str, str] = {}
    events: str = ""
    links: str = ""
    scope_name: str = ""
    scope_version: str = ""
    sdk_name: str = ""
    sdk_version: str = ""
    revision: int = 0

    @property
    def key(self) -> SpanKey:
        return SpanKey(self.project_id, self.trace_id, self.span_id)


class TraceOverride(NamedTuple):
    """What an application said of a trace itself, apart from any span.

    It wins over what the spans say. `None` and empty mean "not said". `timestamp` is nanoseconds since 1970 in UTC.
    """

    project_id: str
    trace_id: str
    timestamp: int
    name: str = ""
    user_id: str = ""
    session_id: str = ""
    input: str = ""
    output: str = ""
    metadata: dict[str, str] = {}
    tags: list[str] = []
    environment: str = "default"
    release: str = ""
    version: str = ""
    public: bool | None = None
    revision: int = 0
