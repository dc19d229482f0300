"""What events say of a span, field by field, as it is stored."""

from typing import Any

import pytest
from batch_events import at, event, ns, only_span, send_good
from fastapi.testclient import TestClient

from ratchet.domain.span import Span
from ratchet.domain.value import decode_value
from ratchet.store.events import EventStore


@pytest.fixture
def store_generation(client: TestClient, events: EventStore, project: str) -> Any:
    """Send a generation of these fields, and read it as it is stored."""

    def store(*updates: dict[str, Any], **body: Any) -> Span:
        send_good(
            client,
            event("generation-create", 1, id="g", traceId="t", startTime=at(1), **body),
            *(event("generation-update", 2 + n, id="g", traceId="t", **update) for n, update in enumerate(updates)),
        )
        return only_span(events, project)

    return store


@pytest.mark.parametrize(
    ("body", "usage"),
    [
        ({"usage": {"input": 3, "output": 5, "unit": "TOKENS"}}, {"input": 3, "output": 5, "total": 8}),
        ({"usage": {"completionTokens": 5, "totalTokens": None}}, {"output": 5, "total": 5}),
        (
            {"usage": {"promptTokens": 3, "completionTokens": 5, "totalTokens": 9}},
            {"input": 3, "output": 5, "total": 9},
        ),
        ({"usageDetails": {"input": 3, "cache_read": 2}}, {"input": 3, "cache_read": 2, "total": 5}),
        ({"usageDetails": {"input": 3, "output": None}}, {"input": 3, "total": 3}),
        (
            {
                "usageDetails": {
                    "prompt_tokens": 10,
                    "completion_tokens": 8,
                    "total_tokens": 18,
                    "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": None},
                    "completion_tokens_details": {"reasoning_tokens": 3},
                }
            },
            {"input": 6, "input_cached_tokens": 4, "output": 5, "output_reasoning_tokens": 3, "total": 18},
        ),
        ({"usage": {"input": 1, "output": 1}, "usageDetails": {"input": 3}}, {"input": 3, "total": 3}),
        ({"usageDetails": {}}, {}),
        ({"usageDetails": {"input": 3.0}}, {"input": 3, "total": 3}),
    ],
)
def test_usage_is_counted_whatever_its_shape(
    store_generation: Any, body: dict[str, Any], usage: dict[str, int]
) -> None:
    assert store_generation(**body).usage == usage


def test_later_usage_replaces_the_earlier_as_a_whole(store_generation: Any) -> None:
    span = store_generation({"usage": {"input": 1, "output": 2}}, usageDetails={"input": 3, "cache_read": 5})
    assert span.usage == {"input": 1, "output": 2, "total": 3}


def test_a_cost_is_computed_from_model_and_usage(store_generation: Any) -> None:
    span = store_generation(model="gpt-4o", usageDetails={"input": 1000, "output": 100})
    assert span.cost == pytest.approx({"input": 0.0025, "output": 0.001, "total": 0.0035})


def test_a_cost_is_computed_again_when_usage_comes_later(
    store_generation: Any, client: TestClient, events: EventStore, project: str
) -> None:
    store_generation(model="gpt-4o", usageDetails={"input": 1000})
    send_good(client, event("generation-update", 5, id="g", traceId="t", usageDetails={"input": 2000}))
    assert only_span(events, project).cost == pytest.approx({"input": 0.005, "total": 0.005})


def test_a_cost_that_is_given_is_not_computed(store_generation: Any) -> None:
    span = store_generation(model="gpt-4o", usageDetails={"input": 1000}, costDetails={"input": 0.1, "output": None})
    assert span.cost == {"input": 0.1, "total": 0.1}


def test_a_cost_that_is_given_survives_a_later_update(
    store_generation: Any, client: TestClient, events: EventStore, project: str
) -> None:
    store_generation(model="gpt-4o", usageDetails={"input": 1000}, costDetails={"total": 0.7})
    send_good(client, event("generation-update", 5, id="g", traceId="t", output="x"))
    assert only_span(events, project).cost == {"total": 0.7}


def test_costs_within_an_old_usage_are_costs(store_generation: Any) -> None:
    span = store_generation(usage={"input": 1, "output": 2, "inputCost": 0.25, "outputCost": 0.5})
    assert span.cost == {"input": 0.25, "output": 0.5, "total": 0.75}
    assert span.usage == {"input": 1, "output": 2, "total": 3}


def test_an_unknown_model_costs_nothing_that_is_known(store_generation: Any) -> None:
    assert store_generation(model="my-own-model", usageDetails={"input": 1000}).cost == {}


@pytest.mark.parametrize(
    ("metadata", "stored"),
    [
        ({"a": 1, "b": "1", "c": None, "d": {"e": []}}, {"a": 1, "b": "1", "c": None, "d": {"e": []}}),
        ("text", {"metadata": "text"}),
        ([1, 2], {"metadata": [1, 2]}),
        (0, {"metadata": 0}),
        (None, {}),
    ],
)
def test_metadata_of_any_kind_is_kept(store_generation: Any, metadata: Any, stored: dict[str, Any]) -> None:
    span = store_generation(metadata=metadata)
    assert {key: decode_value(text) for key, text in span.metadata.items()} == stored


@pytest.mark.parametrize(
    ("value", "stored"),
    [("text", "text"), ('{"a": 1}', '{"a": 1}'), ({"a": 1}, '{"a":1}'), ([], ""), (3.5, "3.5"), (True, "true")],
)
def test_input_and_output_are_text_or_json(store_generation: Any, value: Any, stored: str) -> None:
    span = store_generation(input=value, output=value)
    assert (span.input, span.output) == (stored, stored)


def test_everything_else_has_its_column(store_generation: Any) -> None:
    span = store_generation(
        name="answer",
        level="WARNING",
        statusMessage="slow",
        version="v2",
        endTime="2026-11-22T15:00:03.123456789+01:00",
        completionStartTime=at(2),
        modelParameters={"temperature": 0.1, "stop": ["a"], "seed": "7", "none": None},
        promptName="folder/prompt",
        promptVersion=3,
        environment="Langfuse-Prod",
    )
    assert (span.name, span.type, span.level, span.status_message) == ("answer", "GENERATION", "WARNING", "slow")
    assert (span.version, span.environment, span.root_rank) == ("v2", "prod", 1)
    assert (span.prompt_name, span.prompt_version) == ("folder/prompt", 3)
    assert (span.end_time, span.completion_start_time) == (ns(3) + 123456789, ns(2))
    parameters = {key: decode_value(text) for key, text in span.model_parameters.items()}
    assert parameters == {"temperature": 0.1, "stop": ["a"], "seed": "7"}


def test_a_span_that_ends_before_it_starts_ends_when_it_starts(store_generation: Any) -> None:
    assert store_generation(endTime=at(0)).end_time == ns(1)


def test_a_span_without_a_start_starts_when_its_event_was_sent(
    client: TestClient, events: EventStore, project: str
) -> None:
    send_good(client, event("event-create", 7, id="e", traceId="t"))
    span = only_span(events, project)
    assert (span.start_time, span.end_time) == (ns(7), None)


@pytest.mark.parametrize(
    ("body", "error_type"),
    [
        ({"level": "ERROR", "statusMessage": "ValueError: no such city"}, "ValueError"),
        ({"level": "ERROR", "statusMessage": "openai.RateLimitError: slow down"}, "openai.RateLimitError"),
        ({"level": "ERROR", "statusMessage": "KeyError('x')"}, "KeyError"),
        ({"level": "ERROR", "statusMessage": "TimeoutError"}, "TimeoutError"),
        ({"level": "ERROR", "statusMessage": "Error rate is high"}, ""),
        ({"level": "ERROR", "statusMessage": "it broke"}, ""),
        ({"level": "ERROR", "statusMessage": "x", "metadata": {"error.type": "HTTP503"}}, "HTTP503"),
        ({"level": "ERROR"}, ""),
        ({"level": "WARNING", "statusMessage": "ValueError: no such city"}, ""),
    ],
)
def test_an_error_has_a_type_where_its_message_or_metadata_names_one(
    store_generation: Any, body: dict[str, Any], error_type: str
) -> None:
    assert store_generation(**body).error_type == error_type


def test_an_error_type_goes_with_the_message_that_named_it(
    store_generation: Any, client: TestClient, events: EventStore, project: str
) -> None:
    assert store_generation(level="ERROR", statusMessage="ValueError: x").error_type == "ValueError"
    send_good(client, event("generation-update", 5, id="g", traceId="t", statusMessage="it broke"))
    assert only_span(events, project).error_type == ""
