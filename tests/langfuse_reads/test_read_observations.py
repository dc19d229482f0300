"""GET /api/public/observations, version 1: by page and by id."""

import json
from typing import Any

import pytest
from wire_schema import problems


def ids(page: dict[str, Any]) -> list[str]:
    return [observation["id"] for observation in page["data"]]


def test_an_observation_has_every_field_that_clients_insist_on(write: Any, read: Any) -> None:
    write("t", "bare", end_time=None)
    write(
        "t", "full", parent_span_id="bare", type="GENERATION", model="gpt-4o", usage={"input": 1, "total": 1},
        cost={"total": 0.1}, completion_start_time=1795168800_500000000, prompt_name="p", prompt_version=2,
        model_parameters={"temperature": "0.1"},
    )  # fmt: skip
    assert problems(read("observations"), "legacyObservationsViews") == []
    for span_id in ("bare", "full"):
        assert problems(read(f"observations/{span_id}"), "ObservationsViewSingle") == []


def test_input_output_and_metadata_are_read_as_json_where_they_are_some(write: Any, read: Any) -> None:
    write("t", "json", input='[{"role":"user"}]', output='"3"', metadata={"n": "3", "s": '"3"', "t": "three"})
    write("t", "text", input="{not json", output="")
    observation = read("observations/json")
    assert (observation["input"], observation["output"]) == ([{"role": "user"}], "3")
    assert observation["metadata"] == {"n": 3, "s": "3", "t": "three"}
    observation = read("observations/text")
    assert (observation["input"], observation["output"]) == ("{not json", None)


def test_metadata_tells_where_an_exported_span_came_from(write: Any, read: Any) -> None:
    source = {"scope_name": "openinference", "scope_version": "1.0", "resource": {"service.name": "chat"}}
    write("t", "foreign", metadata={"own": "x"}, attributes={"http.route": "/chat"}, **source)
    assert read("observations/foreign")["metadata"] == {
        "own": "x",
        "attributes": {"http.route": "/chat"},
        "resourceAttributes": {"service.name": "chat"},
        "scope": {"name": "openinference", "version": "1.0"},
    }
    write("t", "own", attributes={"http.route": "/chat"}, **(source | {"scope_name": "langfuse-sdk"}))
    assert "attributes" not in read("observations/own")["metadata"]


def test_usage_and_cost_are_summed_up_by_input_and_output(write: Any, read: Any) -> None:
    usage = {"input": 10, "input_cached_tokens": 5, "output": 3, "output_reasoning_tokens": 2, "total": 20}
    cost = {"input": 0.1, "input_cached_tokens": 0.05, "output": 0.3, "total": 0.45}
    write("t", "g", type="GENERATION", usage=usage, cost=cost)
    observation = read("observations/g")
    assert (observation["usageDetails"], observation["costDetails"]) == (usage, cost)
    expected = {"unit": "TOKENS", "input": 15, "output": 5, "total": 20}
    assert expected.items() <= observation["usage"].items()
    assert [observation[name] for name in ("promptTokens", "completionTokens", "totalTokens", "unit")] == [
        15, 5, 20, "TOKENS",
    ]  # fmt: skip
    assert observation["calculatedInputCost"] == pytest.approx(0.15)
    assert observation["calculatedOutputCost"] == pytest.approx(0.3)
    assert observation["calculatedTotalCost"] == 0.45


def test_a_cost_that_nobody_knows_is_null_and_not_nothing(write: Any, read: Any) -> None:
    write("t", "s")
    observation = read("observations/s")
    assert observation["calculatedTotalCost"] is observation["calculatedInputCost"] is None
    assert observation["usage"]["total"] == 0


def test_latency_and_time_to_the_first_token_are_in_seconds(write: Any, read: Any) -> None:
    began = 1795168800_123456789
    write("t", "g", end_time=began + 2_500_000_000, completion_start_time=began + 250_000_000)
    observation = read("observations/g")
    assert (observation["latency"], observation["timeToFirstToken"]) == (2.5, 0.25)
    assert observation["startTime"] == "2026-11-20T10:00:00.123Z"
    write("t", "running", end_time=None)
    assert read("observations/running")["latency"] is None


def test_an_observation_that_is_not_there_is_a_404(refusal: Any) -> None:
    status, body = refusal("observations/nowhere")
    assert (status, body["error"]) == (404, "LangfuseNotFoundError")


def test_pages_hold_every_observation_once_the_newest_first(write: Any, read: Any) -> None:
    for index in range(5):
        write("t" if index % 2 else "u", f"s{index}", after_s=-4000 * (index // 2))
    pages = [read("observations", limit=2, page=page) for page in (1, 2, 3)]
    assert [ids(page) for page in pages] == [["s0", "s1"], ["s2", "s3"], ["s4"]]
    assert pages[0]["meta"] == {"page": 1, "limit": 2, "totalItems": 5, "totalPages": 3}


@pytest.mark.parametrize(
    ("parameters", "fields"),
    [
        ({"name": "n"}, {"name": "n"}),
        ({"type": "TOOL"}, {"type": "TOOL"}),
        ({"level": "ERROR"}, {"level": "ERROR"}),
        ({"environment": "staging"}, {"environment": "staging"}),
        ({"version": "v"}, {"version": "v"}),
        ({"parentObservationId": "p"}, {"parent_span_id": "p"}),
        ({"userId": "u"}, {"user_id": "u"}),
        ({"traceId": "wanted"}, {}),
        ({"fromStartTime": "2026-11-20T11:00:00Z"}, {"after_s": 3600}),
        ({"toStartTime": "2026-11-20T09:30:00Z"}, {"after_s": -3600}),
    ],
)
def test_lists_are_narrowed_by_parameters(write: Any, read: Any, parameters: Any, fields: Any) -> None:
    write("wanted", "wanted", **fields)
    write("other", "other")
    page = read("observations", **parameters)
    assert (ids(page), page["meta"]["totalItems"]) == (["wanted"], 1)


def test_a_user_of_a_trace_is_the_user_of_every_observation_in_it(write: Any, read: Any, say: Any) -> None:
    write("t", "root", user_id="ada")
    write("t", "child", parent_span_id="root")
    write("said", "of-said")
    say("said", user_id="ada")
    write("other", "other")
    assert set(ids(read("observations", userId="ada"))) == {"root", "child", "of-said"}


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "string", "column": "type", "operator": "=", "value": "GENERATION"},
        {"type": "string", "column": "id", "operator": "=", "value": "wanted"},
        {"type": "string", "column": "input", "operator": "contains", "value": "needle"},
        {"type": "string", "column": "statusMessage", "operator": "starts with", "value": "boom"},
        {"type": "number", "column": "latency", "operator": ">=", "value": 2.5},
        {"type": "number", "column": "timeToFirstToken", "operator": ">", "value": 0.2},
        {"type": "number", "column": "tokensPerSecond", "operator": ">", "value": 1},
        {"type": "number", "column": "outputTokens", "operator": "=", "value": 5},
        {"type": "number", "column": "totalCost", "operator": ">", "value": 0.4},
        {"type": "stringOptions", "column": "model", "operator": "any of", "value": ["gpt-4o"]},
        {"type": "number", "column": "promptVersion", "operator": "=", "value": 2},
        {"type": "stringObject", "column": "metadata", "key": "env", "operator": "=", "value": "production"},
        {"type": "numberObject", "column": "metadata", "key": "step", "operator": ">=", "value": 3},
        {"type": "datetime", "column": "startTime", "operator": ">", "value": "2026-11-20T10:30:00Z"},
        {"type": "null", "column": "parentObservationId", "operator": "is not null", "value": ""},
        {"type": "boolean", "column": "isRootObservation", "operator": "=", "value": False},
        {"type": "string", "column": "traceName", "operator": "=", "value": "chat"},
        {"type": "arrayOptions", "column": "traceTags", "operator": "any of", "value": ["a"]},
        {"type": "stringOptions", "column": "userId", "operator": "none of", "value": ["eve"]},
    ],
    ids=lambda condition: f"{condition['column']} {condition['operator']} ({condition['type']})",
)
def test_each_kind_of_filter_finds_what_it_is_about(write: Any, read: Any, condition: dict[str, Any]) -> None:
    began = 1795168800_123456789 + 3600 * 10**9
    write(
        "t", "wanted", after_s=3600, end_time=began + 2_500_000_000, completion_start_time=began + 250_000_000,
        parent_span_id="p", type="GENERATION", input="hay needle", status_message="boom!", model="gpt-4o",
        usage={"output": 5, "total": 9}, cost={"total": 0.45}, prompt_name="p", prompt_version=2,
        metadata={"env": "production", "step": "3"}, trace_name="chat", tags=["a"], user_id="ada",
    )  # fmt: skip
    write("u", "other", metadata={"env": "test", "step": "1"}, trace_name="other", tags=["b"], user_id="eve")
    page = read("observations", filter=json.dumps([condition]), name="ignored when there is a filter")
    assert (ids(page), page["meta"]["totalItems"]) == (["wanted"], 1)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("limit", 101), ("page", -1), ("level", "LOUD"), ("fromStartTime", "x"), ("filter", '[{"type":"string"}]')],
)
def test_a_bad_value_gets_a_400_that_names_it(refusal: Any, parameter: str, value: Any) -> None:
    status, body = refusal("observations", **{parameter: value})
    assert status == 400
    assert body["error"][0]["field"].startswith(parameter)
