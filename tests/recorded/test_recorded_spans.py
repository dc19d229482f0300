"""What the SDKs since generation 3 exported as OpenTelemetry spans reads back field by field."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from recording import Recorded, exported_spans

each_exporter = pytest.mark.parametrize("generation", ["py3", "py4", "py5", "js5"])

# The trace of each generation that was made to show everything an SDK can say.
FULL_TRACE = {
    "py3": "8c333b0ea32f625c16ceee21a40c94bd",
    "py4": "0d3f7055cef696bcbd1d1278f35ac158",
    "py5": "8edc41911944edf6c3615f94ecc0b2fa",
    "js5": "d309ec7c7836a96f1dd8236df9ffa338",
}


def read_observation(read: httpx2.Client, span_id: str) -> dict[str, Any]:
    answer = read.get(f"/api/public/observations/{span_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def read_trace(read: httpx2.Client, generation: str) -> dict[str, Any]:
    answer = read.get(f"/api/public/traces/{FULL_TRACE[generation]}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def observation_named(trace: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [observation for observation in trace["observations"] if observation["name"] == name]
    return found


def moment(nanoseconds: str) -> datetime:
    seconds, rest = divmod(int(nanoseconds), 1_000_000_000)
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=rest // 1000)


def parsed(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text


def attributes_below(attributes: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {key.removeprefix(prefix): parsed(value) for key, value in attributes.items() if key.startswith(prefix)}


@each_exporter
def test_every_span_reads_back_as_it_was_sent(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    sent = list(exported_spans(recordings[generation]))
    assert len(sent) > 4
    for exported in sent:
        span, attributes = exported["span"], exported["attributes"]
        observation = read_observation(read, span["spanId"])
        assert observation["id"] == span["spanId"]
        assert observation["traceId"] == span["traceId"]
        assert observation["parentObservationId"] == span.get("parentSpanId")
        assert observation["name"] == span["name"]
        assert observation["type"] == attributes["langfuse.observation.type"].upper()
        assert observation["environment"] == attributes["langfuse.environment"]
        assert observation["input"] == parsed(attributes.get("langfuse.observation.input"))
        assert observation["output"] == parsed(attributes.get("langfuse.observation.output"))
        assert observation["level"] == attributes.get("langfuse.observation.level", "DEFAULT")
        assert observation["statusMessage"] == attributes.get("langfuse.observation.status_message")
        assert observation["version"] == attributes.get("langfuse.version")


@each_exporter
def test_times_read_back_to_the_millisecond(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    for exported in exported_spans(recordings[generation]):
        span = exported["span"]
        observation = read_observation(read, span["spanId"])
        for stored, sent in (("startTime", "startTimeUnixNano"), ("endTime", "endTimeUnixNano")):
            difference = moment(span[sent]) - datetime.fromisoformat(observation[stored])
            assert timedelta(0) <= difference < timedelta(milliseconds=1)


@each_exporter
def test_metadata_keeps_its_types(read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str) -> None:
    for exported in exported_spans(recordings[generation]):
        sent = attributes_below(exported["attributes"], "langfuse.observation.metadata.")
        stored = read_observation(read, exported["span"]["spanId"])["metadata"]
        assert {key: stored.get(key) for key in sent} == sent
        assert stored["resourceAttributes"]["service.name"].startswith("unknown_service")
        assert stored["scope"]["name"] == "langfuse-sdk"


@each_exporter
def test_a_generation_keeps_model_usage_and_cost(read: httpx2.Client, generation: str) -> None:
    observation = observation_named(read_trace(read, generation), "g")
    assert observation["type"] == "GENERATION"
    assert observation["model"] == "gpt-4o"
    assert observation["modelParameters"] == {"temperature": 0.1}
    assert observation["input"] == [{"role": "user", "content": "x"}]
    assert observation["output"] == "y"
    assert observation["usageDetails"] == {"input": 3, "output": 5, "total": 8}
    assert observation["usage"] == {"unit": "TOKENS", "input": 3, "output": 5, "total": 8} | {
        key: observation["usage"][key] for key in observation["usage"].keys() - {"unit", "input", "output", "total"}
    }
    assert observation["costDetails"]["input"] == 0.1
    assert observation["costDetails"]["total"] == observation["calculatedTotalCost"] == 0.1
    assert "output" not in observation["costDetails"]  # a cost that was sent is not mixed with one that is computed


@each_exporter
def test_the_time_of_the_first_token_is_kept(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    (sent,) = [
        parsed(exported["attributes"]["langfuse.observation.completion_start_time"])
        for exported in exported_spans(recordings[generation])
        if "langfuse.observation.completion_start_time" in exported["attributes"]
    ]
    stored = observation_named(read_trace(read, generation), "g")["completionStartTime"]
    difference = datetime.fromisoformat(sent) - datetime.fromisoformat(stored)
    assert timedelta(0) <= difference < timedelta(milliseconds=1)


@each_exporter
def test_the_root_keeps_its_level_and_message(read: httpx2.Client, generation: str) -> None:
    root = observation_named(read_trace(read, generation), "root")
    assert (root["level"], root["statusMessage"]) == ("WARNING", "hm")
    assert root["version"] == "v1"
    assert root["metadata"]["k"] == 1
    assert root["metadata"]["s"] == "x"


@each_exporter
def test_a_trace_knows_its_user_session_tags_and_release(read: httpx2.Client, generation: str) -> None:
    trace = read_trace(read, generation)
    assert trace["id"] == FULL_TRACE[generation]
    assert trace["name"] == "t1"
    assert trace["userId"] == "u1"
    assert trace["sessionId"] == "s1"
    assert trace["tags"] == ["a", "b"]
    assert trace["release"] == "r1"
    assert trace["version"] == "v1"
    assert trace["environment"] == "staging"
    assert trace["public"] is (generation != "js5")
    assert trace["htmlPath"] == f"/project/default/traces/{FULL_TRACE[generation]}"


@each_exporter
def test_a_trace_has_the_input_and_output_it_was_given_else_those_of_its_root(
    read: httpx2.Client, generation: str
) -> None:
    trace = read_trace(read, generation)
    expected = ({"ti": 1}, "to") if generation == "py3" else ({"q": 1}, "o")
    assert (trace["input"], trace["output"]) == expected


@pytest.mark.parametrize(("generation", "value"), [("py3", {"n": 1}), ("py4", 1), ("py5", "1"), ("js5", 1)])
def test_metadata_of_a_trace_is_decoded_as_the_sdk_of_the_day_wrote_it(
    read: httpx2.Client, generation: str, value: Any
) -> None:
    assert read_trace(read, generation)["metadata"]["tk"] == value


@each_exporter
def test_a_trace_begins_with_its_root_and_lasts_as_long(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    trace = read_trace(read, generation)
    (root,) = [
        exported["span"]
        for exported in exported_spans(recordings[generation])
        if exported["span"]["name"] == "root" and exported["span"]["traceId"] == trace["id"]
    ]
    assert moment(root["startTimeUnixNano"]) - datetime.fromisoformat(trace["timestamp"]) < timedelta(milliseconds=1)
    seconds = (int(root["endTimeUnixNano"]) - int(root["startTimeUnixNano"])) / 1e9
    assert trace["latency"] == pytest.approx(seconds, abs=0.0006)
    assert trace["totalCost"] == pytest.approx(0.1)


@each_exporter
def test_the_newer_read_gives_input_as_the_text_that_was_sent(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    sent = {e["span"]["spanId"]: e["attributes"] for e in exported_spans(recordings[generation])}
    query = {"traceId": FULL_TRACE[generation], "fields": "core,basic,io,model,usage"}
    answer = read.get("/api/public/v2/observations", params=query)
    assert answer.status_code == 200, answer.text
    rows = answer.json()["data"]
    assert len(rows) == sum(
        e["span"]["traceId"] == FULL_TRACE[generation] for e in exported_spans(recordings[generation])
    )
    for row in rows:
        assert row["input"] == sent[row["id"]].get("langfuse.observation.input")
        assert row["output"] == sent[row["id"]].get("langfuse.observation.output")


def test_one_session_holds_the_traces_of_every_generation(read: httpx2.Client) -> None:
    session = read.get("/api/public/sessions/s1").json()
    older = {"9b5666f2-cb53-4510-84d9-fade958db263", "1b812743-08f0-409f-aba0-6a1bc67d2076"}
    assert {trace["id"] for trace in session["traces"]} == older | set(FULL_TRACE.values())


@each_exporter
def test_experiment_spans_keep_what_links_them_to_their_run(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    runs = [e for e in exported_spans(recordings[generation]) if e["span"]["name"] == "experiment-item-run"]
    assert len(runs) == 2
    for exported in runs:
        observation = read_observation(read, exported["span"]["spanId"])
        assert observation["environment"] == "sdk-experiment"
        assert observation["metadata"]["experiment_name"] in ("exp", "loc")
