"""GET /api/public/v2/observations: a cursor, groups of fields, and texts as they were sent."""

import json
from typing import Any

import pytest
from langfuse.api import ObservationsV2Response
from langfuse.api.core.pydantic_utilities import parse_obj_as
from wire_schema import problems

CORE = {
    "id", "traceId", "projectId", "parentObservationId", "type", "startTime", "endTime", "modelId", "inputPrice",
    "outputPrice", "totalPrice",
}  # fmt: skip
BASIC = {
    "name", "level", "statusMessage", "version", "environment", "bookmarked", "public", "userId", "sessionId",
    "isRootObservation",
}  # fmt: skip
GROUPS = {
    "core": set(),
    "basic": BASIC,
    "time": {"completionStartTime", "createdAt", "updatedAt"},
    "io": {"input", "output"},
    "metadata": {"metadata"},
    "model": {"providedModelName", "internalModelId", "modelParameters"},
    "usage": {"usageDetails", "costDetails", "totalCost", "usagePricingTierName"},
    "prompt": {"promptId", "promptName", "promptVersion"},
    "metrics": {"latency", "timeToFirstToken"},
    "trace_context": {"tags", "release", "traceName"},
}


def ids(answer: dict[str, Any]) -> list[str]:
    return [observation["id"] for observation in answer["data"]]


def test_an_answer_is_what_the_newest_client_understands(write: Any, read: Any) -> None:
    write("t", "root", input="{}", usage={"input": 1}, cost={"total": 0.1}, model="m", tags=["a"])
    write("t", "running", parent_span_id="root", end_time=None, after_s=1)
    answer = read("v2/observations", fields=",".join(GROUPS))
    assert problems(answer, "ObservationsV2Response") == []
    understood = parse_obj_as(ObservationsV2Response, answer)
    assert [observation.id for observation in understood.data] == ids(answer) == ["running", "root"]


def test_without_a_wish_there_is_the_core_and_the_basics(write: Any, read: Any) -> None:
    write("t", "root")
    (observation,) = read("v2/observations")["data"]
    assert observation.keys() == CORE | BASIC


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_adds_its_fields_to_the_core(write: Any, read: Any, group: str) -> None:
    write("t", "root")
    (observation,) = read("v2/observations", fields=group)["data"]
    assert observation.keys() == CORE | GROUPS[group]


def test_input_and_output_are_the_texts_that_were_sent(write: Any, read: Any) -> None:
    write("t", "s", input='[{"role":"user"}]', output="3")
    (observation,) = read("v2/observations", fields="io")["data"]
    assert (observation["input"], observation["output"]) == ('[{"role":"user"}]', "3")


def test_long_metadata_is_cut_unless_its_key_is_asked_for(write: Any, read: Any) -> None:
    write("t", "s", metadata={"long": "x" * 300, "other": "y" * 300, "n": "3"})
    (observation,) = read("v2/observations", fields="metadata", expandMetadata="long,n")["data"]
    assert observation["metadata"] == {"long": "x" * 300, "other": "y" * 200, "n": 3}


def test_a_cursor_leads_through_every_observation_once(write: Any, read: Any) -> None:
    for index in range(7):
        write(f"t{index % 3}", f"s{index}", after_s=-1800 * (index // 2))
    seen, cursor = [], None
    while True:
        answer = read("v2/observations", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += ids(answer)
        cursor = answer["meta"].get("cursor")
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    assert [span_id for span_id in seen if span_id in ("s0", "s2", "s4", "s6")] == ["s0", "s2", "s4", "s6"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"parentObservationId": ""}, {"root", "app"}),
        ({"parentObservationId": "root"}, {"child"}),
        ({"isRootObservation": "true"}, {"root", "app", "child"}),
        ({"isRootObservation": "false"}, {"leaf"}),
        ({"sessionId": "s"}, {"root", "child", "leaf"}),
        ({"userId": "u"}, {"root", "child", "leaf"}),
        ({"traceId": "other"}, {"app"}),
        ({"type": "TOOL", "environment": ["default", "staging"]}, {"leaf"}),
    ],
)
def test_lists_are_narrowed_by_parameters(write: Any, read: Any, parameters: Any, expected: set[str]) -> None:
    write("t", "root", session_id="s", user_id="u")
    write("t", "child", parent_span_id="root", root_rank=2)
    write("t", "leaf", parent_span_id="child", type="TOOL")
    write("other", "app")
    assert set(ids(read("v2/observations", **parameters))) == expected


def test_what_was_said_of_a_trace_shows_on_its_observations(write: Any, read: Any, say: Any) -> None:
    write("t", "s")
    say("t", name="chat", user_id="u", session_id="s", tags=["a"], release="r")
    (observation,) = read("v2/observations", fields="basic,trace_context")["data"]
    expected = {"userId": "u", "sessionId": "s", "traceName": "chat", "tags": ["a"], "release": "r"}
    assert expected.items() <= observation.items()


def test_texts_are_searched_by_a_word_of_theirs_whatever_its_case(write: Any, read: Any, refusal: Any) -> None:
    write("t", "wanted", output="A Needle in hay")
    write("t", "other", output="hay")
    matching = {"type": "string", "column": "output", "operator": "matches", "value": "needle"}
    starting = {"type": "string", "column": "output", "operator": "starts with", "value": "A "}
    assert ids(read("v2/observations", filter=json.dumps([matching]))) == ["wanted"]
    assert ids(read("v2/observations", filter=json.dumps([matching, starting]))) == ["wanted"]
    assert refusal("v2/observations", filter=json.dumps([starting]))[0] == 400


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("limit", 1001), ("limit", 0), ("fields", "core,colour"), ("parseIoAsJson", "true"), ("cursor", "nonsense"),
        ("isRootObservation", "perhaps"), ("colour", "red"), ("page", 1), ("filter", "nonsense"),
    ],
)  # fmt: skip
def test_a_bad_or_unknown_parameter_gets_a_400(refusal: Any, parameter: str, value: Any) -> None:
    status, body = refusal("v2/observations", **{parameter: value})
    assert status == 400
    assert parameter in json.dumps(body)


def test_asking_not_to_parse_is_no_wish(write: Any, read: Any) -> None:
    write("t", "s")
    assert ids(read("v2/observations", parseIoAsJson="false")) == ["s"]
