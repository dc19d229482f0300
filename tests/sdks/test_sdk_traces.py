"""What each SDK traces is what anyone reads."""

from typing import Any

import pytest
from telling import STORY, Telling

# The SDKs of before OpenTelemetry know these three kinds only.
OLD = {"python_2", "javascript_3"}
OLD_KINDS = {"GENERATION", "EVENT"}
PARENTS = {"answer": None, "search": "answer", "found": "search", "look up": "answer", "write": "answer"}
KINDS = {"answer": "AGENT", "search": "RETRIEVER", "found": "EVENT", "look up": "TOOL", "write": "GENERATION"}


def read_trace(told: Telling, chapter: str = "trace") -> Any:
    return told.read(f"traces/{told[chapter]['id']}")


def read_spans(told: Telling, chapter: str = "trace") -> dict[str, Any]:
    return {span["name"]: span for span in read_trace(told, chapter)["observations"]}


def parents(spans: list[Any]) -> list[tuple[str, str | None]]:
    names = {span["id"]: span["name"] for span in spans}
    return sorted((span["name"], names.get(span["parentObservationId"])) for span in spans)


def test_each_sdk_connects(told: Telling):
    assert told["connection"] is True


def test_a_trace_says_whose_it_is_and_where_it_came_from(told: Telling):
    trace = read_trace(told)
    assert trace["name"] == "answer a question"
    assert trace["userId"] == STORY["user"]
    assert trace["sessionId"] == f"visit of {told.sdk}"
    assert sorted(trace["tags"]) == STORY["tags"]
    assert trace["metadata"].items() >= STORY["metadata"].items()
    assert (trace["version"], trace["release"]) == (STORY["version"], STORY["release"])
    assert trace["environment"] == STORY["environment"]
    assert (trace["input"], trace["output"]) == (STORY["question"], STORY["answer"])


def test_spans_hang_together_as_they_were_told(told: Telling):
    assert dict(parents(read_trace(told)["observations"])) == PARENTS


def test_spans_are_of_the_kinds_that_were_told(told: Telling):
    kinds = {name: span["type"] for name, span in read_spans(told).items()}
    if told.sdk in OLD:
        assert kinds == {name: kind if kind in OLD_KINDS else "SPAN" for name, kind in KINDS.items()}
    else:
        assert kinds == KINDS


def test_a_span_keeps_what_went_in_and_what_came_out(told: Telling):
    search = read_spans(told)["search"]
    assert (search["input"], search["output"]) == (STORY["question"], ["order 4711"])
    assert search["metadata"].items() >= {"index": "orders", "hits": 1}.items()
    assert search["level"] == "DEBUG"
    assert search["endTime"] >= search["startTime"]


def test_a_generation_has_model_usage_and_cost(told: Telling):
    write = read_spans(told)["write"]
    assert write["model"] == STORY["model"]
    assert write["modelParameters"] == STORY["model_parameters"]
    assert write["usageDetails"] == STORY["usage"]
    assert write["input"] == [{"role": "user", "content": STORY["question"]}]
    assert write["output"] == {"role": "assistant", "content": STORY["answer"]}
    # $0.15 a million tokens in, $0.60 a million out
    assert write["calculatedTotalCost"] == pytest.approx(120 * 0.15e-6 + 30 * 0.60e-6)
    assert read_trace(told)["totalCost"] == pytest.approx(write["calculatedTotalCost"])


def test_a_failure_is_an_error_with_its_message(told: Telling):
    look_up = read_spans(told)["look up"]
    assert look_up["level"] == "ERROR"
    assert STORY["failure"] in look_up["statusMessage"]


@pytest.mark.without("javascript_3")
def test_wrapped_functions_nest_as_they_called_each_other(told: Telling):
    # In version 2 the outermost function is the trace itself.
    outermost = None if told.sdk == "python_2" else "perform"
    called = [("complete", "shout"), ("complete", "shout"), ("shout", outermost), ("stumble", outermost)]
    trace = read_trace(told, "decorated")
    assert trace["name"] == "perform"
    assert parents(trace["observations"]) == sorted([*called, *([("perform", None)] if outermost else [])])


@pytest.mark.without("javascript_3")
def test_wrapped_functions_keep_arguments_results_and_errors(told: Telling):
    spans = read_spans(told, "decorated")
    assert "hello" in str(spans["shout"]["input"])
    assert spans["shout"]["output"] == ["HELLO", "HELLO"]
    assert (spans["complete"]["type"], spans["complete"]["model"]) == ("GENERATION", STORY["model"])
    assert spans["complete"]["usageDetails"] == STORY["usage"]
    assert (spans["stumble"]["level"], spans["stumble"]["statusMessage"]) == ("ERROR", STORY["failure"])


def test_a_session_has_its_traces(told: Telling):
    session = told.read(f"sessions/visit of {told.sdk}")
    assert [trace["id"] for trace in session["traces"]] == [told["trace"]["id"]]


def test_reads_find_every_span(told: Telling):
    assert told["reads"].get("of_trace", sorted(PARENTS)) == sorted(PARENTS)
    assert told["reads"]["spans"] == sorted(PARENTS)
    assert told["reads"].get("session", True) is True


@pytest.mark.without("python_2", "javascript_3", "javascript_5")
def test_stored_spans_can_be_scored_in_batches(told: Telling):
    assert told["batch_evaluation"] == {"scored": 3}
    scores = told.read("v2/scores", traceId=told["trace"]["id"], name="answered")["data"]
    assert len(scores) == 3


def test_no_sdk_complains(told: Telling):
    assert "error" not in told.complaints.lower()
    assert "fail" not in told.complaints.lower()


def test_the_printed_address_leads_to_the_page_of_the_trace(told: Telling):
    with told.server.client() as client:
        answer = client.get(told["trace"]["url"], follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/traces/{told['trace']['id']}")
