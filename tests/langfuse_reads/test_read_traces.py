"""GET /api/public/traces: lists, one by one, and what an application said of a trace."""

import json
from typing import Any

import pytest
from wire_schema import problems

from ratchet.domain.window import SECOND_NS as SECOND

# As the fixtures have it: 2026-11-20T10:00:00.123456789Z
BEGAN = 1795168800_123456789


def ids(page: dict[str, Any]) -> list[str]:
    return [trace["id"] for trace in page["data"]]


def test_a_trace_has_every_field_that_clients_insist_on(write: Any, read: Any, give_score: Any) -> None:
    write("t", "root", input='{"q":1}', output="plain", cost={"total": 0.5}, usage={"input": 3})
    write("t", "child", parent_span_id="root", after_s=0.1, type="GENERATION", model="gpt-4o")
    give_score("s", trace_id="t", value=0.5)
    assert problems(read("traces/t"), "TraceWithFullDetails") == []
    assert problems(read("traces"), "Traces") == []


def test_a_trace_reads_back_what_its_root_says(write: Any, read: Any, project: str) -> None:
    write(
        "t", "root", name="chat", input='{"q":1}', output="plain", user_id="u", session_id="s", tags=["b", "a"],
        release="r", version="v", environment="staging", public=True, metadata={"own": "1"},
        trace_metadata={"said": '"2"'}, cost={"total": 0.5},
    )  # fmt: skip
    trace = read("traces/t")
    assert trace["timestamp"] == "2026-11-20T10:00:00.123Z"
    assert (trace["name"], trace["userId"], trace["sessionId"], trace["release"]) == ("chat", "u", "s", "r")
    assert (trace["version"], trace["environment"], trace["public"]) == ("v", "staging", True)
    assert (trace["tags"], trace["input"], trace["output"]) == (["a", "b"], {"q": 1}, "plain")
    assert trace["metadata"] == {"own": 1, "said": "2"}
    assert (trace["latency"], trace["totalCost"]) == (1.0, 0.5)
    assert trace["htmlPath"] == f"/project/{project}/traces/t"


def test_a_list_names_observations_and_scores_and_one_trace_shows_them(write: Any, read: Any, give_score: Any) -> None:
    write("t", "root")
    write("t", "child", parent_span_id="root", after_s=0.1)
    give_score("s", trace_id="t", value=0.5)
    (listed,) = read("traces")["data"]
    assert (listed["observations"], listed["scores"]) == (["root", "child"], ["s"])
    whole = read("traces/t")
    assert [observation["id"] for observation in whole["observations"]] == ["root", "child"]
    assert [score["value"] for score in whole["scores"]] == [0.5]


@pytest.mark.parametrize("path", ["traces", "traces/t"])
def test_what_nobody_asks_for_is_left_out(write: Any, read: Any, give_score: Any, path: str) -> None:
    write("t", "root", input="in", cost={"total": 1.0})
    give_score("s", trace_id="t", value=0.5)
    answer = read(path, fields="core")
    (trace,) = answer.get("data", [answer])
    assert (trace["observations"], trace["scores"], trace["latency"], trace["totalCost"]) == ([], [], -1, -1)
    assert "input" not in trace
    answer = read(path, fields="io,metrics")
    (trace,) = answer.get("data", [answer])
    assert (trace["input"], trace["totalCost"], trace["observations"]) == ("in", 1.0, [])


def test_what_an_application_says_of_a_trace_wins_over_its_spans(write: Any, read: Any, say: Any) -> None:
    write("t", "root", name="span", user_id="span", input="span", trace_metadata={"a": "1", "b": "1"}, public=True)
    say("t", name="said", user_id="said", input="said", metadata={"b": "2"}, tags=["x"], public=False)
    for trace in (read("traces/t"), read("traces")["data"][0]):
        assert (trace["name"], trace["userId"], trace["input"]) == ("said", "said", "said")
        assert (trace["metadata"], trace["tags"], trace["public"]) == ({"a": 1, "b": 2}, ["x"], False)


def test_a_trace_without_any_span_is_listed_and_read(read: Any, say: Any) -> None:
    say("t", name="only said", session_id="s", input='{"q":1}')
    page = read("traces")
    assert problems(page, "Traces") == []
    assert (ids(page), page["meta"]["totalItems"]) == (["t"], 1)
    trace = read("traces/t")
    assert problems(trace, "TraceWithFullDetails") == []
    assert (trace["name"], trace["input"], trace["observations"], trace["latency"]) == ("only said", {"q": 1}, [], 0)
    assert trace["timestamp"] == "2026-11-20T10:00:00.123Z"


def test_a_trace_that_is_not_there_is_told_in_the_words_clients_wait_for(refusal: Any) -> None:
    assert refusal("traces/nowhere") == (
        404,
        {"message": "Trace nowhere not found within authorized project", "error": "LangfuseNotFoundError"},
    )


def test_ids_are_free_strings(write: Any, read: Any) -> None:
    write("a/b c?d", "root")
    assert read("traces/a%2Fb%20c%3Fd")["id"] == "a/b c?d"


def test_pages_are_counted_from_one(write: Any, read: Any) -> None:
    for index in range(5):
        write(f"t{index}", f"s{index}", after_s=-3000 * index)
    assert ids(read("traces", limit=2)) == ["t0", "t1"]
    assert ids(read("traces", limit=2, page=2)) == ["t2", "t3"]
    assert ids(read("traces", limit=2, page=3)) == ["t4"]
    assert read("traces", limit=2, page=9) == {
        "data": [],
        "meta": {"page": 9, "limit": 2, "totalItems": 5, "totalPages": 3},
    }
    assert ids(read("traces", limit=2, page="")) == ["t0", "t1"]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("limit", 101), ("limit", 0), ("page", 0), ("page", "x"), ("fromTimestamp", "x"), ("orderBy", "colour.asc"),
        ("orderBy", "name"), ("fields", "core,colour"), ("filter", "{"), ("filter", "{}"),
    ],
)  # fmt: skip
def test_a_bad_value_gets_a_400_that_names_it(refusal: Any, parameter: str, value: Any) -> None:
    status, body = refusal("traces", **{parameter: value})
    assert status == 400
    assert body["message"] == "Invalid request data"
    assert body["error"][0]["field"].startswith(parameter)


@pytest.mark.parametrize(
    ("parameters", "fields"),
    [
        ({"userId": "ada"}, {"user_id": "ada"}),
        ({"sessionId": "s"}, {"session_id": "s"}),
        ({"name": "n"}, {"name": "n"}),
        ({"version": "v"}, {"version": "v"}),
        ({"release": "r"}, {"release": "r"}),
        ({"tags": ["a", "b"]}, {"tags": ["c", "b", "a"]}),
        ({"environment": ["staging", "test"]}, {"environment": "test"}),
    ],
)
def test_lists_are_narrowed_by_parameters(write: Any, read: Any, parameters: Any, fields: Any) -> None:
    write("wanted", "1", **fields)
    write("other", "2", tags=["a"])
    page = read("traces", **parameters)
    assert (ids(page), page["meta"]["totalItems"]) == (["wanted"], 1)


def test_a_list_holds_traces_from_a_time_up_to_another(write: Any, read: Any) -> None:
    for hour in range(4):
        write(f"t{hour}", f"s{hour}", after_s=3600 * hour)
    page = read("traces", fromTimestamp="2026-11-20T11:00:00Z", toTimestamp="2026-11-20T14:00:00+01:00")
    assert ids(page) == ["t2", "t1"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("timestamp.asc", ["b", "a", "c"]),
        ("timestamp.desc", ["c", "a", "b"]),
        ("name.asc", ["c", "b", "a"]),
        ("name.DESC", ["a", "b", "c"]),
        ("id.asc", ["a", "b", "c"]),
        ("userId.asc", ["a", "b", "c"]),
    ],
)
def test_a_list_can_be_put_in_order(write: Any, read: Any, order: str, expected: list[str]) -> None:
    write("a", "1", after_s=1, name="z", user_id="1")
    write("b", "2", after_s=0, name="y", user_id="2")
    write("c", "3", after_s=2, name="x", user_id="3")
    assert ids(read("traces", orderBy=order)) == expected


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "string", "column": "name", "operator": "=", "value": "chat"},
        {"type": "string", "column": "name", "operator": "contains", "value": "ha"},
        {"type": "string", "column": "name", "operator": "does not contain", "value": "oth"},
        {"type": "string", "column": "name", "operator": "starts with", "value": "ch"},
        {"type": "string", "column": "name", "operator": "ends with", "value": "at"},
        {"type": "string", "column": "id", "operator": "=", "value": "wanted"},
        {"type": "stringOptions", "column": "userId", "operator": "any of", "value": ["ada", "bob"]},
        {"type": "stringOptions", "column": "userId", "operator": "none of", "value": ["eve"]},
        {"type": "arrayOptions", "column": "tags", "operator": "any of", "value": ["a", "z"]},
        {"type": "arrayOptions", "column": "tags", "operator": "all of", "value": ["a", "b"]},
        {"type": "arrayOptions", "column": "tags", "operator": "none of", "value": ["c"]},
        {"type": "number", "column": "latency", "operator": ">", "value": 1.5},
        {"type": "number", "column": "totalCost", "operator": ">=", "value": 0.25},
        {"type": "number", "column": "inputTokens", "operator": "=", "value": 7},
        {"type": "number", "column": "errorCount", "operator": "=", "value": 1},
        {"type": "string", "column": "level", "operator": "=", "value": "ERROR"},
        {"type": "stringObject", "column": "metadata", "key": "tier", "operator": "=", "value": "3"},
        {"type": "numberObject", "column": "metadata", "key": "size", "operator": ">", "value": 2},
        {"type": "booleanObject", "column": "metadata", "key": "vip", "operator": "=", "value": True},
        {"type": "categoryOptions", "column": "metadata", "key": "tier", "operator": "any of", "value": ["3", "4"]},
        {"type": "stringObject", "column": "metadata", "key": "tier", "operator": "does not contain", "value": "9"},
        {"type": "datetime", "column": "timestamp", "operator": ">=", "value": "2026-11-20T10:30:00Z"},
        {"type": "null", "column": "sessionId", "operator": "is not null", "value": ""},
        {"type": "null", "column": "release", "operator": "is null", "value": ""},
        {"type": "boolean", "column": "public", "operator": "=", "value": True},
        {"type": "boolean", "column": "public", "operator": "<>", "value": False},
        {"type": "numberObject", "column": "scores_avg", "key": "faith", "operator": ">=", "value": 0.5},
        {"type": "categoryOptions", "column": "score_categories", "key": "mood", "operator": "any of", "value": ["up"]},
        {"type": "booleanObject", "column": "score_booleans", "key": "ok", "operator": "=", "value": True},
        {"type": "booleanObject", "column": "score_booleans", "key": "ok", "operator": "<>", "value": False},
    ],
    ids=lambda condition: f"{condition['column']} {condition['operator']} ({condition['type']})",
)
def test_each_kind_of_filter_finds_what_it_is_about(
    write: Any, read: Any, give_score: Any, condition: dict[str, Any]
) -> None:
    write(
        "wanted", "1", after_s=3600, end_time=BEGAN + 3602 * SECOND, name="chat", user_id="ada", session_id="s",
        tags=["a", "b"], cost={"total": 0.25}, usage={"input": 4, "input_cached": 3}, level="ERROR", public=True,
        trace_metadata={"tier": '"3"', "size": "3", "vip": "true"},
    )  # fmt: skip
    write("other", "2", name="other", user_id="eve", tags=["c"], release="r", trace_metadata={"tier": "9", "size": "1"})
    give_score("s1", name="faith", value=0.75, trace_id="wanted")
    give_score("s2", name="faith", value=0.25, trace_id="other")
    give_score("s3", name="mood", data_type="CATEGORICAL", string_value="up", trace_id="wanted")
    give_score("s4", name="ok", data_type="BOOLEAN", value=1.0, string_value="True", trace_id="wanted")
    give_score("s5", name="ok", data_type="BOOLEAN", value=0.0, string_value="False", trace_id="other")
    page = read("traces", filter=json.dumps([condition]), userId="ignored when there is a filter")
    assert (ids(page), page["meta"]["totalItems"]) == (["wanted"], 1)


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        ({"type": "strings", "column": "name", "operator": "=", "value": "x"}, "filter.0.type"),
        ({"type": "string", "column": "colour", "operator": "=", "value": "x"}, "filter.0.column"),
        ({"type": "string", "column": "name", "operator": "~", "value": "x"}, "filter.0.operator"),
        ({"type": "string", "column": "name", "operator": "=", "value": 3}, "filter.0.value"),
        ({"type": "number", "column": "latency", "operator": "=", "value": "x"}, "filter.0.value"),
        ({"type": "datetime", "column": "timestamp", "operator": ">", "value": "soon"}, "filter.0.value"),
        ({"type": "stringObject", "column": "metadata", "operator": "=", "value": "x"}, "filter.0.key"),
        ({"type": "stringOptions", "column": "name", "operator": "any of", "value": "x"}, "filter.0.value"),
        ({"column": "name"}, "filter.0.type"),
    ],
)
def test_a_filter_that_makes_no_sense_gets_a_400_that_says_where(
    refusal: Any, condition: dict[str, Any], field: str
) -> None:
    status, body = refusal("traces", filter=json.dumps([condition]))
    assert (status, body["error"][0]["field"]) == (400, field)


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "string", "column": "latency", "operator": "=", "value": "x"},
        {"type": "number", "column": "name", "operator": ">", "value": 3},
        {"type": "number", "column": "name", "operator": "=", "value": 3},
        {"type": "boolean", "column": "timestamp", "operator": "=", "value": True},
    ],
)
def test_a_filter_of_the_wrong_type_for_its_column_gets_a_400(refusal: Any, condition: dict[str, Any]) -> None:
    assert refusal("traces", filter=json.dumps([condition]))[0] == 400


def test_conditions_add_up(write: Any, read: Any) -> None:
    write("both", "1", name="n", user_id="u")
    write("one", "2", name="n")
    conditions = [
        {"type": "string", "column": "name", "operator": "=", "value": "n"},
        {"type": "string", "column": "userId", "operator": "=", "value": "u"},
    ]
    assert ids(read("traces", filter=json.dumps(conditions))) == ["both"]


def test_the_traces_of_another_project_are_not_there(write: Any, read: Any, refusal: Any) -> None:
    write("t", "root", project_id="another")
    assert ids(read("traces")) == []
    assert refusal("traces/t")[0] == 404
