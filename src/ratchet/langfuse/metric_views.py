"""What Langfuse's metrics can be asked about, and what that is called here."""

from collections.abc import Mapping
from typing import NamedTuple

from ratchet.domain.measurement import Subject
from ratchet.domain.score import ScoreType

BY_TYPE: Mapping[str, str] = {"costByType": "costType", "usageByType": "usageType"}
"""Measures that are only shown beside a dimension."""


class MetricView(NamedTuple):
    """A view: its dimensions, what else it can be filtered by, its measures, and the scores that are in it.

    `many_valued` are dimensions with about as many values as there are rows: version 2 groups by them only for the
    first few.
    """

    subject: Subject
    dimensions: Mapping[str, str]
    filters: Mapping[str, str]
    measures: Mapping[str, str]
    many_valued: frozenset[str] = frozenset()
    data_types: tuple[ScoreType, ...] = ()


_OF_TRACE = {
    "traceName": "trace_name",
    "tags": "tags",
    "userId": "user_id",
    "traceRelease": "release",
    "traceVersion": "trace_version",
}
_OBSERVATIONS = MetricView(
    Subject.SPANS,
    dimensions={
        **_OF_TRACE,
        "id": "span_id",
        "traceId": "trace_id",
        "parentObservationId": "parent_span_id",
        "sessionId": "trace_session_id",
        "environment": "environment",
        "type": "type",
        "name": "name",
        "level": "level",
        "version": "version",
        "release": "release",
        "providedModelName": "model",
        "promptName": "prompt_name",
        "promptVersion": "prompt_version",
        "isRootObservation": "is_root",
        "startTimeMonth": "month",
        "costType": "cost_type",
        "usageType": "usage_type",
        "experimentId": "experiment_id",
        "experimentName": "experiment_name",
        "experimentDatasetId": "experiment_dataset_id",
    },
    filters={"startTime": "start_time", "metadata": "metadata", "observationName": "name"},
    measures={
        "count": "count",
        "latency": "latency_ms",
        "streamingLatency": "streaming_latency_ms",
        "inputTokens": "input_tokens",
        "outputTokens": "output_tokens",
        "totalTokens": "total_tokens",
        "outputTokensPerSecond": "output_tokens_per_second",
        "tokensPerSecond": "total_tokens_per_second",
        "inputCost": "input_cost",
        "outputCost": "output_cost",
        "totalCost": "total_cost",
        "timeToFirstToken": "time_to_first_token_ms",
        "costByType": "cost_by_type",
        "usageByType": "usage_by_type",
        "countScores": "scores",
        "traceId": "trace_id",
        "uniqueUserIds": "users",
        "uniqueSessionIds": "sessions",
    },
    many_valued=frozenset(
        {
            *("id", "traceId", "parentObservationId", "userId", "sessionId"),
            *("experimentId", "experimentName", "experimentDatasetId"),
        }
    ),
)

_SCORE_DIMENSIONS = {
    **_OF_TRACE,
    "id": "id",
    "traceId": "trace_id",
    "observationId": "span_id",
    "sessionId": "session_id",
    "datasetRunId": "run_id",
    "environment": "environment",
    "name": "name",
    "source": "source",
    "dataType": "data_type",
    "configId": "config_id",
    "timestampMonth": "month",
    "timestampDay": "day",
    "observationName": "span_name",
    "observationModelName": "model",
    "observationPromptName": "prompt_name",
    "observationPromptVersion": "prompt_version",
}


def _scores(value: Mapping[str, str], measures: Mapping[str, str], *data_types: ScoreType) -> MetricView:
    return MetricView(
        Subject.SCORES,
        dimensions={**_SCORE_DIMENSIONS, **value},
        filters={"timestamp": "timestamp", "metadata": "metadata", "scoreName": "name"},
        measures={"count": "count", **measures},
        many_valued=frozenset({"id", "traceId", "observationId", "userId", "sessionId", "datasetRunId"}),
        data_types=data_types,
    )


_VALUE = {"value": "value"}
_NUMERIC = _scores(_VALUE, _VALUE, ScoreType.NUMERIC, ScoreType.BOOLEAN)
_BOOLEAN = _scores({"booleanValue": "is_true"}, _VALUE, ScoreType.BOOLEAN)
_CATEGORICAL = _scores({"stringValue": "string_value"}, {}, ScoreType.CATEGORICAL, ScoreType.TEXT)

_TRACES = MetricView(
    Subject.TRACES,
    dimensions={
        "id": "id",
        "name": "name",
        "tags": "tags",
        "userId": "user_id",
        "sessionId": "session_id",
        "release": "release",
        "version": "version",
        "environment": "environment",
        "timestampMonth": "month",
    },
    filters={"timestamp": "timestamp", "metadata": "metadata", "traceName": "name"},
    measures={
        "count": "count",
        "observationsCount": "spans",
        "scoresCount": "scores",
        "uniqueUserIds": "users",
        "uniqueSessionIds": "sessions",
        "latency": "latency_ms",
        "totalTokens": "total_tokens",
        "totalCost": "total_cost",
    },
)

VIEWS_V2: Mapping[str, MetricView] = {
    "observations": _OBSERVATIONS,
    "scores-numeric": _NUMERIC,
    "scores-boolean": _BOOLEAN,
    "scores-categorical": _CATEGORICAL,
}
"""The views of version 2."""


def _as_v1(view: MetricView) -> MetricView:
    """Any grouping goes, and the session of a score is that of its trace."""
    of_trace = {"sessionId": "trace_session_id"} if view.subject is Subject.SCORES else {}
    return view._replace(many_valued=frozenset(), dimensions={**view.dimensions, **of_trace})


VIEWS_V1: Mapping[str, MetricView] = {
    "traces": _TRACES,
    **{name: _as_v1(view) for name, view in VIEWS_V2.items()},
}
"""The views of version 1."""
