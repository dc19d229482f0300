"""What Langfuse's lists can be filtered by, and what that is called here."""

from collections.abc import Mapping

TRACE_FILTERS: Mapping[str, str] = {
    "id": "id",
    "name": "name",
    "timestamp": "timestamp",
    "userId": "user_id",
    "sessionId": "session_id",
    "environment": "environment",
    "version": "version",
    "release": "release",
    "tags": "tags",
    "bookmarked": "bookmarked",
    "public": "public",
    "input": "input",
    "output": "output",
    "metadata": "metadata",
    "latency": "latency_s",
    "inputTokens": "input_tokens",
    "outputTokens": "output_tokens",
    "totalTokens": "total_tokens",
    "tokens": "total_tokens",
    "inputCost": "input_cost",
    "outputCost": "output_cost",
    "totalCost": "total_cost",
    "level": "level",
    "errorCount": "error_count",
    "warningCount": "warning_count",
    "defaultCount": "default_count",
    "debugCount": "debug_count",
    "scores": "score",
    "scores_avg": "score",
    "score_categories": "score_category",
    "score_booleans": "score_boolean",
}
"""What lists of traces can be filtered by."""

TRACE_OF_SPAN_FILTERS: Mapping[str, str] = {
    "userId": "user_id",
    "sessionId": "session_id",
    "traceName": "name",
    "traceEnvironment": "environment",
    "traceTags": "tags",
    "tags": "tags",
    "release": "release",
}
"""What lists of observations can be filtered by that their traces hold."""

SPAN_FILTERS: Mapping[str, str] = {
    "id": "span_id",
    "traceId": "trace_id",
    "parentObservationId": "parent_span_id",
    "type": "type",
    "name": "name",
    "startTime": "start_time",
    "endTime": "end_time",
    "environment": "environment",
    "level": "level",
    "statusMessage": "status_message",
    "version": "version",
    "isRootObservation": "is_root",
    "latency": "latency_s",
    "timeToFirstToken": "time_to_first_token_s",
    "tokensPerSecond": "tokens_per_second",
    "inputTokens": "input_tokens",
    "outputTokens": "output_tokens",
    "totalTokens": "total_tokens",
    "tokens": "total_tokens",
    "inputCost": "input_cost",
    "outputCost": "output_cost",
    "totalCost": "total_cost",
    "model": "model",
    "providedModelName": "model",
    "promptName": "prompt_name",
    "promptVersion": "prompt_version",
    "input": "input",
    "output": "output",
    "metadata": "metadata",
}
"""What lists of observations can be filtered by that they hold themselves."""

SCORE_FILTERS: Mapping[str, str] = {
    "id": "id",
    "name": "name",
    "timestamp": "timestamp",
    "value": "value",
    "stringValue": "string_value",
    "dataType": "data_type",
    "source": "source",
    "comment": "comment",
    "environment": "environment",
    "traceId": "trace_id",
    "observationId": "span_id",
    "sessionId": "session_id",
    "datasetRunId": "run_id",
    "configId": "config_id",
    "queueId": "queue_id",
    "authorUserId": "author_id",
    "metadata": "metadata",
}
"""What lists of scores can be filtered by."""

EXPERIMENT_FILTERS: Mapping[str, str] = {"id": "run_id", "name": "run_name", "datasetId": "dataset_id"}
"""What lists of experiments can be filtered by."""

EXPERIMENT_ITEM_FILTERS: Mapping[str, str] = {
    "experimentId": "run_id",
    "experimentName": "run_name",
    "experimentItemId": "item_id",
    "datasetId": "dataset_id",
}
"""What lists of experiments' items can be filtered by."""
