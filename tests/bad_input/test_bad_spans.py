"""Exports whose spans are wrong in a field: refused, reported as rejected, or stored as the protocol says."""

import json
import time
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from sending import JSON, MEBIBYTE, complaint, export

from ratchet.testing.otlp import new_span_id, otlp_request, otlp_span

SECOND_NS = 1_000_000_000
YEAR_NS = 365 * 86_400 * SECOND_NS


def send(http: httpx2.Client, *spans: Span) -> httpx2.Response:
    return export(http, otlp_request(*spans).SerializeToString())


def read(http: httpx2.Client, span: Span) -> dict[str, Any]:
    answer = http.get(f"/api/public/observations/{span.span_id.hex()}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def json_span(**fields: Any) -> dict[str, Any]:
    """A good span in OTLP's JSON, but for `fields`; those that are `...` are left out."""
    now = time.time_ns()
    good = {
        "traceId": uuid4().hex,
        "spanId": new_span_id().hex(),
        "name": "step",
        "kind": 1,
        "startTimeUnixNano": str(now),
        "endTimeUnixNano": str(now + 1000),
        "attributes": [],
    }
    return {key: value for key, value in {**good, **fields}.items() if value is not ...}


def send_json(http: httpx2.Client, *spans: Any) -> httpx2.Response:
    return export(http, json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": list(spans)}]}]}), JSON)


def rejected(answer: httpx2.Response) -> tuple[int, str]:
    """How many spans an answer of 200 says were not taken, and why."""
    if answer.headers["content-type"].startswith(JSON):
        partial = answer.json().get("partialSuccess", {})
        return int(partial.get("rejectedSpans", 0)), partial.get("errorMessage", "")
    partial = ExportTraceServiceResponse.FromString(answer.content).partial_success
    return partial.rejected_spans, partial.error_message


def assert_refused(answer: httpx2.Response, *names: str) -> None:
    """Either the whole export is refused, or one span of it; in both cases with a reason that names the field."""
    if answer.status_code == 200:
        count, reason = rejected(answer)
        assert count == 1, "taken without a word"
    else:
        assert answer.status_code == 400, answer.text
        reason = complaint(answer)
    assert any(name.lower() in reason.lower() for name in names), reason


@pytest.mark.parametrize("size", [0, 1, 8, 15, 17, 32])
def test_a_trace_id_that_is_not_16_bytes_is_refused(http: httpx2.Client, size: int) -> None:
    assert_refused(send(http, otlp_span(trace_id=b"\x01" * size)), "trace_id", "traceId", "trace id")


@pytest.mark.parametrize("size", [0, 1, 7, 9, 16])
def test_a_span_id_that_is_not_8_bytes_is_refused(http: httpx2.Client, size: int) -> None:
    assert_refused(send(http, otlp_span(span_id=b"\x01" * size)), "span_id", "spanId", "span id")


def test_ids_of_zeros_are_refused_because_they_mean_none(http: httpx2.Client) -> None:
    assert_refused(send(http, otlp_span(trace_id=bytes(16))), "trace_id", "traceId", "trace id")
    assert_refused(send(http, otlp_span(span_id=bytes(8))), "span_id", "spanId", "span id")


@pytest.mark.parametrize("value", ["", "xyz", "g" * 32, "12", 7, None, [], {}, ..., "../../../../etc/passwd", "١" * 32])
def test_a_trace_id_in_json_that_is_no_hexadecimal_is_refused(http: httpx2.Client, value: Any) -> None:
    assert_refused(send_json(http, json_span(traceId=value)), "trace_id", "traceId", "trace id")


@pytest.mark.parametrize("value", ["", "xyz", "g" * 16, "12", 7, None, [], {}, ...])
def test_a_span_id_in_json_that_is_no_hexadecimal_is_refused(http: httpx2.Client, value: Any) -> None:
    assert_refused(send_json(http, json_span(spanId=value)), "span_id", "spanId", "span id")


def test_a_good_span_beside_a_bad_one_is_stored_or_all_are_refused(http: httpx2.Client) -> None:
    good = otlp_span()
    answer = send(http, good, otlp_span(trace_id=b"short"))
    assert_refused(answer, "trace_id", "traceId", "trace id")
    stored = http.get(f"/api/public/observations/{good.span_id.hex()}").status_code
    assert stored == (200 if answer.status_code == 200 else 404)


@pytest.mark.parametrize(
    "fields",
    [
        {"startTimeUnixNano": "yesterday"},
        {"startTimeUnixNano": "-5"},
        {"startTimeUnixNano": 1.5},
        {"startTimeUnixNano": []},
        {"startTimeUnixNano": "9" * 40},
        {"endTimeUnixNano": "9" * 40},
        {"endTimeUnixNano": {}},
        {"name": 3},
        {"name": ["a"]},
        {"attributes": {}},
        {"attributes": "none"},
        {"attributes": [1]},
        {"attributes": [None]},
        {"attributes": [{"key": 1, "value": {"stringValue": "x"}}]},
        {"attributes": [{"value": {"stringValue": "x"}}]},
        {"attributes": [{"key": "k", "value": "bare"}]},
        {"attributes": [{"key": "k", "value": {"intValue": "many"}}]},
        {"attributes": [{"key": "k", "value": {"intValue": "9" * 30}}]},
        {"attributes": [{"key": "k", "value": {"doubleValue": "x"}}]},
        {"attributes": [{"key": "k", "value": {"boolValue": "maybe"}}]},
        {"attributes": [{"key": "k", "value": {"stringValue": 3}}]},
        {"attributes": [{"key": "k", "value": {"arrayValue": {"values": "x"}}}]},
        {"attributes": [{"key": "k", "value": {"kvlistValue": {"values": [{"key": "a"}]}}}]},
        {"attributes": [{"key": "k", "value": {"bytesValue": "%%%"}}]},
        {"attributes": [{"key": "k", "value": {"inventedValue": 1}}]},
        {"attributes": [{"key": "k", "value": {}}]},
        {"attributes": [{"key": "k", "value": None}]},
        {"status": "ERROR"},
        {"status": {"code": "BROKEN"}},
        {"status": {"code": 99}},
        {"status": {"code": 2, "message": 3}},
        {"status": []},
        {"events": {}},
        {"events": [1]},
        {"events": [{"name": "exception", "attributes": 3}]},
        {"events": [{"timeUnixNano": "x", "name": "e"}]},
        {"links": "x"},
        {"links": [{"traceId": 3}]},
        {"parentSpanId": 3},
        {"parentSpanId": "not hexadecimal"},
        {"kind": "SPAN_KIND_OF_MAGIC"},
        {"kind": 99},
        {"flags": -1},
        {"droppedAttributesCount": "lots"},
        {"traceState": 3},
    ],
    ids=lambda fields: json.dumps(fields)[:50],
)
def test_a_field_of_a_wrong_type_never_breaks_the_server(http: httpx2.Client, fields: dict[str, Any]) -> None:
    span = json_span(**fields)
    answer = send_json(http, span)
    if answer.status_code == 400:
        assert complaint(answer)
        return
    assert answer.status_code == 200, answer.text
    count, reason = rejected(answer)
    stored = http.get(f"/api/public/observations/{span['spanId']}").status_code
    assert (count, stored) in ((0, 200), (1, 404)), reason
    assert bool(count) == bool(reason)


@pytest.mark.parametrize(
    "body",
    [
        {"resourceSpans": {}},
        {"resourceSpans": "x"},
        {"resourceSpans": [1]},
        {"resourceSpans": [{"scopeSpans": {}}]},
        {"resourceSpans": [{"scopeSpans": [1]}]},
        {"resourceSpans": [{"scopeSpans": [{"spans": {}}]}]},
        {"resourceSpans": [{"scopeSpans": [{"spans": "x"}]}]},
        {"resourceSpans": [{"resource": 3, "scopeSpans": [{"spans": [json_span()]}]}]},
        {"resourceSpans": [{"resource": {"attributes": {}}, "scopeSpans": [{"spans": [json_span()]}]}]},
        {"resourceSpans": [{"scopeSpans": [{"scope": 3, "spans": [json_span()]}]}]},
    ],
    ids=lambda body: json.dumps(body)[:45],
)
def test_a_list_that_is_none_refuses_the_whole_export(http: httpx2.Client, body: dict[str, Any]) -> None:
    answer = export(http, json.dumps(body), JSON)
    assert answer.status_code == 400, answer.text
    assert complaint(answer)


@pytest.mark.parametrize("body", ["{}", '{"resourceSpans": []}', '{"resourceSpans": null}'])
def test_an_export_of_nothing_is_fine(http: httpx2.Client, body: str) -> None:
    assert export(http, body, JSON).status_code == 200


def test_an_export_by_another_name_is_refused_rather_than_ignored(http: httpx2.Client) -> None:
    answer = export(http, json.dumps({"resource_spans": [{"scope_spans": [{"spans": [json_span()]}]}]}), JSON)
    assert answer.status_code == 400
    assert "resourceSpans" in complaint(answer)


def test_an_end_before_the_start_is_stored_as_the_start(http: httpx2.Client) -> None:
    span = otlp_span(duration_ns=0)
    span.end_time_unix_nano = span.start_time_unix_nano - 5 * SECOND_NS
    assert send(http, span).status_code == 200
    stored = read(http, span)
    assert stored["endTime"] == stored["startTime"]
    assert stored["latency"] == 0


@pytest.mark.parametrize("missing", ["start_time_unix_nano", "end_time_unix_nano"])
def test_a_missing_time_is_taken_from_the_other_edge(http: httpx2.Client, missing: str) -> None:
    span = otlp_span()
    span.ClearField(missing)
    assert send(http, span).status_code == 200
    stored = read(http, span)
    assert stored["startTime"] == stored["endTime"]


def test_a_span_without_any_time_happened_now(http: httpx2.Client) -> None:
    span = otlp_span(start_ns=0, duration_ns=0)
    assert send(http, span).status_code == 200
    assert read(http, span)["startTime"][:4] == time.strftime("%Y", time.gmtime())


@pytest.mark.parametrize(
    "start_ns",
    [
        1,
        SECOND_NS,
        time.time_ns() + YEAR_NS,
        time.time_ns() + 40 * YEAR_NS,
        330 * YEAR_NS,
        2**63 - 10**7,
        2**63,
        2**64 - 10**7,
    ],
    ids=["1 ns", "1970", "a year ahead", "40 years ahead", "2300", "below 2^63", "2^63", "below 2^64"],
)
def test_a_clock_that_is_far_off_is_stored_as_it_says_or_refused(http: httpx2.Client, start_ns: int) -> None:
    span = otlp_span(start_ns=start_ns)
    answer = send(http, span)
    if answer.status_code == 200 and rejected(answer)[0] == 0:
        year = 1970 + start_ns // int(365.2425 * 86_400 * SECOND_NS)
        assert abs(int(read(http, span)["startTime"][:4]) - year) <= 1
    else:
        assert_refused(answer, "start", "time")


def test_a_clock_a_year_ahead_is_stored_and_is_not_in_the_last_day(http: httpx2.Client) -> None:
    ahead = otlp_span(start_ns=time.time_ns() + YEAR_NS)
    before = http.get("/metrics/errors", params={"hours": 24}).json()["total_traces"]
    assert send(http, ahead).status_code == 200
    assert http.get(f"/api/public/traces/{ahead.trace_id.hex()}").status_code == 200
    assert http.get("/metrics/errors", params={"hours": 24}).json()["total_traces"] == before


def test_an_attribute_of_10_megabytes_is_stored_whole_or_refused(http: httpx2.Client) -> None:
    text = "0123456789" * MEBIBYTE
    span = otlp_span(attributes={"input.value": text})
    answer = send(http, span)
    if answer.status_code == 200:
        assert read(http, span)["input"] == text
    else:
        assert answer.status_code == 413, complaint(answer)


def test_100_000_attributes_are_stored_or_refused(http: httpx2.Client) -> None:
    span = otlp_span(attributes={f"key.{n}": n for n in range(100_000)})
    answer = send(http, span)
    if answer.status_code == 200 and rejected(answer)[0] == 0:
        assert read(http, span)["metadata"]["attributes"]["key.99999"] in ("99999", 99999)
    else:
        assert_refused(answer, "attributes")


def test_10_000_spans_in_one_export_are_stored(http: httpx2.Client) -> None:
    first = otlp_span()
    spans = [otlp_span(trace_id=first.trace_id) for _ in range(9_999)]
    assert send(http, first, *spans).status_code == 200
    answer = http.get("/api/public/observations", params={"traceId": first.trace_id.hex(), "limit": 1})
    assert answer.json()["meta"]["totalItems"] == 10_000


def test_text_that_is_not_utf8_is_refused_or_stored_readably(http: httpx2.Client) -> None:
    span = otlp_span("name-to-break")
    body = otlp_request(span).SerializeToString().replace(b"name-to-break", b"name-\xff\xfe-break")
    answer = export(http, body)
    if answer.status_code == 200:
        assert "name-" in read(http, span)["name"]
    else:
        assert answer.status_code == 400
        assert complaint(answer)


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "\u202e", "\ufffe", "🎈" * 1000, "\r\n\t", "'; DROP TABLE spans; --", "{}", "{x:String}"]
)
def test_odd_text_is_stored_as_it_is(http: httpx2.Client, text: str) -> None:
    span = otlp_span(text, attributes={"output.value": f"<{text}>", text: text, "user.id": text, "session.id": text})
    assert send(http, span).status_code == 200
    stored = read(http, span)
    assert stored["output"] == f"<{text}>"
    assert stored["name"] == text


def test_a_lone_surrogate_is_refused_or_replaced(http: httpx2.Client) -> None:
    span = json_span(attributes=[{"key": "input.value", "value": {"stringValue": "SURROGATE"}}], name="SURROGATE")
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}).replace("SURROGATE", "\\ud83d!")
    answer = export(http, body, JSON)
    if answer.status_code == 200 and not rejected(answer)[0]:
        stored = http.get(f"/api/public/observations/{span['spanId']}").json()
        assert stored["input"].endswith("!")
        assert stored["name"].endswith("!")
    else:
        assert_refused(answer, "utf", "surrogate", "json")


def test_an_attribute_given_twice_is_stored_once(http: httpx2.Client) -> None:
    span = otlp_span(attributes={"input.value": "first"})
    span.attributes.append(KeyValue(key="input.value", value=AnyValue(string_value="second")))
    assert send(http, span).status_code == 200
    assert read(http, span)["input"] in ("first", "second")


def test_a_key_given_twice_in_json_is_no_defect(http: httpx2.Client) -> None:
    span = json.dumps(json_span())
    twice = span.replace('"name":', '"name": "other", "name":', 1)
    answer = export(http, f'{{"resourceSpans": [{{"scopeSpans": [{{"spans": [{twice}]}}]}}]}}', JSON)
    assert answer.status_code in (200, 400)


def test_a_span_sent_twice_in_one_export_is_one_span(http: httpx2.Client) -> None:
    span = otlp_span()
    assert send(http, span, span, span).status_code == 200
    answer = http.get("/api/public/observations", params={"traceId": span.trace_id.hex()})
    assert answer.json()["meta"]["totalItems"] == len(answer.json()["data"]) == 1


def test_a_span_that_is_its_own_parent_is_stored(http: httpx2.Client) -> None:
    span = otlp_span()
    span.parent_span_id = span.span_id
    assert send(http, span).status_code == 200
    assert http.get(f"/api/public/traces/{span.trace_id.hex()}").status_code == 200


@pytest.mark.parametrize("depth", [10, 90, 500, 20_000])
def test_a_value_nested_deeply_is_stored_or_refused(http: httpx2.Client, depth: int) -> None:
    span = json_span(attributes=[{"key": "deep", "value": "DEEP"}])
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
    deep = '{"arrayValue": {"values": [' * depth + '{"intValue": 1}' + "]}}" * depth
    answer = export(http, body.replace('"DEEP"', deep), JSON)
    if answer.status_code == 200 and not rejected(answer)[0]:
        assert http.get(f"/api/public/observations/{span['spanId']}").status_code == 200
    else:
        assert depth > 10
        assert_refused(answer, "depth", "deep", "nest", "recursion")


@pytest.mark.parametrize("depth", [20, 60, 2_000])
def test_protobuf_nested_deeply_is_stored_or_refused(http: httpx2.Client, depth: int) -> None:
    span = otlp_span(attributes={"deep": "DEEP"})
    value = AnyValue(string_value="bottom").SerializeToString()
    for _ in range(depth):
        value = field(5, field(1, value))  # AnyValue.array_value, ArrayValue.values
    deep = field(9, field(1, b"deep") + field(2, value))  # Span.attributes: KeyValue.key, KeyValue.value
    answer = export(http, field(1, field(2, field(2, span.SerializeToString() + deep))))
    if answer.status_code == 200 and not rejected(answer)[0]:
        assert depth < 60
        assert read(http, span)["id"] == span.span_id.hex()
    else:
        assert answer.status_code in (200, 400)


def field(number: int, content: bytes) -> bytes:
    """A field of protobuf that holds bytes, as it is on the wire."""
    size, length = len(content), bytearray()
    while size > 127:
        length.append(size & 127 | 128)
        size >>= 7
    return bytes([number << 3 | 2, *length, size]) + content


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), 1.7e308])
def test_numbers_that_json_has_not_are_stored_and_read(http: httpx2.Client, number: float) -> None:
    span = otlp_span(attributes={"odd": number, "gen_ai.request.temperature": number, "gen_ai.usage.cost": number})
    answer = send(http, span)
    assert answer.status_code == 200
    if not rejected(answer)[0]:
        json.dumps(read(http, span), allow_nan=False)
        assert http.get(f"/api/public/traces/{span.trace_id.hex()}").status_code == 200


@pytest.mark.parametrize("tokens", [-1, 2**63 - 1, "many", 1.5, [1], "-9" * 30, True])
def test_counts_of_tokens_that_are_none_are_left_out(http: httpx2.Client, tokens: Any) -> None:
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.usage.input_tokens": tokens,
        "langfuse.observation.usage_details": json.dumps({"output": tokens}),
        "langfuse.observation.cost_details": json.dumps({"output": tokens}),
    }
    span = otlp_span(attributes=attributes)
    answer = send(http, span)
    assert answer.status_code == 200, answer.text
    if not rejected(answer)[0]:
        assert all(count >= 0 for count in read(http, span)["usageDetails"].values())


@pytest.mark.parametrize(
    "attribute",
    [
        "langfuse.observation.usage_details",
        "langfuse.observation.cost_details",
        "langfuse.observation.model.parameters",
        "langfuse.observation.completion_start_time",
        "langfuse.observation.level",
        "langfuse.observation.type",
        "langfuse.observation.prompt.version",
        "langfuse.observation.metadata",
        "langfuse.trace.metadata",
        "langfuse.trace.tags",
        "langfuse.trace.public",
        "langfuse.environment",
        "langfuse.internal.is_app_root",
        "gen_ai.operation.name",
        "gen_ai.input.messages",
        "gen_ai.response.finish_reasons",
        "gen_ai.prompt.0.content",
        "llm.input_messages.x.message.role",
        "llm.token_count.prompt",
        "ai.response.msToFirstChunk",
        "openinference.span.kind",
        "user.id",
        "session.id",
    ],
)
def test_a_known_attribute_with_an_odd_value_never_breaks_the_server(http: httpx2.Client, attribute: str) -> None:
    odd = ["", "{", "[1]", "null", "NaN", "1e999", "9" * 400, -1, True, 2.5, [], [1, "a"], {"a": {"b": []}}]
    spans = [otlp_span(attributes={attribute: value}) for value in odd]
    answer = send(http, *spans)
    assert answer.status_code == 200, answer.text
    assert rejected(answer)[0] == 0
    for span in spans:
        assert read(http, span)["id"] == span.span_id.hex()


@pytest.mark.parametrize("version", ["5", "99", "-1", "four", "", "4.5"])
def test_a_version_of_the_ingestion_that_is_not_known_is_refused(http: httpx2.Client, version: str) -> None:
    body = otlp_request(otlp_span()).SerializeToString()
    answer = export(http, body, x_langfuse_ingestion_version=version)
    if version in ("5", "99"):
        assert answer.status_code == 400
        assert "x-langfuse-ingestion-version" in complaint(answer).lower()
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(http: httpx2.Client, method: str) -> None:
    assert http.request(method, "/v1/traces").status_code == 405


def test_metrics_are_taken_and_not_kept_whatever_they_hold(http: httpx2.Client) -> None:
    assert http.post("/v1/metrics", content=b"", headers={"content-type": "application/x-protobuf"}).status_code == 200
