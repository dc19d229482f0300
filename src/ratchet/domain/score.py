"""A score: what a judge, a person or an application thinks of a trace, a span, a session or a run."""

from enum import StrEnum
from typing import NamedTuple


class ScoreType(StrEnum):
    """How a score is to be read."""

    NUMERIC = "NUMERIC"
    CATEGORICAL = "CATEGORICAL"
    BOOLEAN = "BOOLEAN"
    TEXT = "TEXT"
    CORRECTION = "CORRECTION"


class ScoreSource(StrEnum):
    """Who gave a score."""

    API = "API"
    ANNOTATION = "ANNOTATION"
    EVAL = "EVAL"


class Score(NamedTuple):
    """One stored score, a field per column of the `scores` table.

    Exactly one subject: a trace (with or without a span of it), a session or a run. `value` holds the number of a
    NUMERIC or BOOLEAN score (and of a category that has one), `string_value` the text of the others ("True" and
    "False" for BOOLEAN). `timestamp` is nanoseconds since 1970 in UTC.
    """

    project_id: str
    score_id: str
    name: str
    data_type: str
    timestamp: int
    value: float | None = None
    string_value: str = ""
    trace_id: str = ""
    span_id: str = ""
    session_id: str = ""
    run_id: str = ""
    source: str = ScoreSource.API
    comment: str = ""
    metadata: dict[str, str] = {}
    config_id: str = ""
    author_id: str = ""
    queue_id: str = ""
    environment: str = "default"
    revision: int = 0
