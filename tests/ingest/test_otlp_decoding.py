"""What is decoded, what is rejected, and what is no request at all: the same in protobuf and in JSON."""

import json
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from otlp_requests import (
    AT,
    SENDER,
    SPAN_ID,
    TRACE_ID,
    request_of,
    request_of_conversations,
    stored,
    to_otlp_json,
    wire_event,
    wire_span,
)

from ratchet.domain.span import Span
from ratchet.errors import Invalid
from ratchet.ingest.export import Export
from ratchet.ingest.otlp import ATTRIBUTES_MAX, decode_json, decode_protobuf

SECOND = 1_000_000_000
YEAR_1999 = 946_684_799 * SECOND
YEAR_2100 = 4_102_444_800 * SECOND


def in_json(**fields: Any) -> dict[str, Any]:
    """A request in JSON with one span, some fields of which are other ones."""
    span = {"traceId": TRACE_ID, "spanId": SPAN_ID, "name": "call", "startTimeUnixNano": str(AT)}
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span | fields]}]}]}


def decode(body: Any) -> Export[Span]:
    return decode_json(json.dumps(body).encode(), SENDER)


def test_json_and_protobuf_of_the_same_request_give_the_same_spans():
    request = request_of_conversations(12)
    assert decode(to_otlp_json(request)).rows == decode_protobuf(request.SerializeToString(), SENDER).rows


def test_json_and_protobuf_agree_on_every_kind_of_value():
    attributes = {
        "text": "x",
        "empty": "",
        "true": True,
        "false": False,
        "zero": 0,
        "integer": -(2**63),
        "float": 1.5,
        "nan": float("nan"),
        "infinite": float("-inf"),
        "bytes": b"\0\xff",
        "list": ["a", 1, [2.5, {"k": None}]],
        "mapping": {"a": {"b": [True]}},
        "nothing": None,
    }
    span = wire_span(
        attributes,
        events=[wire_event("e", {"n": 1})],
        links=[{"trace_id": bytes(16), "span_id": bytes(8)}],
        status={"code": 2, "message": "m"},
    )
    request = request_of(span, resource={"service.name": "s"})
    (row,) = decode_protobuf(request.SerializeToString(), SENDER).rows
    assert decode(to_otlp_json(request)).rows == [row]
    assert row.attributes == {
        "text": "x",
        "empty": "",
        "true": "true",
        "false": "false",
        "zero": "0",
        "integer": "-9223372036854775808",
        "float": "1.5",
        "nan": "NaN",
        "infinite": "-Infinity",
        "bytes": "AP8=",
        "list": '["a",1,[2.5,{"k":null}]]',
        "mapping": '{"a":{"b":[true]}}',
        "nothing": "null",
    }


def test_json_takes_what_exporters_write_differently():
    span = in_json(
        traceId=TRACE_ID.upper(),
        startTimeUnixNano=AT,
        endTimeUnixNano=str(AT + 1),
        status={"code": "STATUS_CODE_ERROR"},
        attributes=[{"key": "n", "value": {"intValue": "7"}}, {"key": "m", "value": {"doubleValue": "NaN"}}],
        events=None,
        unknown={"a": 1},
    )
    (row,) = decode(span).rows
    assert (row.trace_id, row.start_time, row.end_time, row.level) == (TRACE_ID, AT, AT + 1, "ERROR")
    assert row.attributes == {"n": "7", "m": "NaN"}


@pytest.mark.parametrize(
    ("sent", "times"),
    [
        ({}, (AT, AT + 5_000_000)),
        ({"start_time_unix_nano": 0}, (AT + 5_000_000, AT + 5_000_000)),
        ({"end_time_unix_nano": 0}, (AT, AT)),
        ({"start_time_unix_nano": 0, "end_time_unix_nano": 0}, (SENDER.received_at, SENDER.received_at)),
        ({"end_time_unix_nano": AT - 1}, (AT, AT)),
        ({"start_time_unix_nano": AT + 366 * 86_400 * SECOND}, (AT + 366 * 86_400 * SECOND,) * 2),
    ],
)
def test_times_that_are_missing_or_turned_round_are_settled(sent: dict[str, int], times: tuple[int, int]):
    span = stored(wire_span(**sent))
    assert (span.start_time, span.end_time) == times


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({"trace_id": b""}, "traceId"),
        ({"trace_id": bytes(16)}, "traceId"),
        ({"trace_id": b"short"}, "traceId"),
        ({"span_id": b""}, "spanId"),
        ({"span_id": bytes(8)}, "spanId"),
        ({"span_id": b"much too long"}, "spanId"),
        ({"start_time_unix_nano": YEAR_1999}, "startTimeUnixNano"),
        ({"start_time_unix_nano": AT // SECOND}, "startTimeUnixNano"),
        ({"end_time_unix_nano": YEAR_2100}, "endTimeUnixNano"),
        ({"end_time_unix_nano": 2**64 - 1}, "endTimeUnixNano"),
        ({"attributes": {f"k{n}": n for n in range(ATTRIBUTES_MAX + 1)}}, "4096 attributes"),
    ],
)
def test_a_span_that_cannot_be_is_rejected_and_its_neighbours_are_not(sent: dict[str, Any], named: str):
    request = request_of(wire_span(**sent), wire_span())
    export = decode_protobuf(request.SerializeToString(), SENDER)
    assert len(export.rows) == 1
    assert export.rejected_count == 1
    assert named in export.message


@pytest.mark.parametrize("bad", ["", "xyz", "0" * 32, TRACE_ID + "00", "g" * 32, None])
def test_a_bad_id_in_json_is_rejected(bad: str | None):
    assert "traceId" in decode(in_json(traceId=bad)).message


def test_as_many_attributes_as_are_allowed_are_stored():
    span = stored(wire_span({f"k{n}": n for n in range(ATTRIBUTES_MAX)}))
    assert len(span.attributes) == ATTRIBUTES_MAX


def test_reasons_are_counted_and_the_most_frequent_comes_first():
    spans = [wire_span(trace_id=b"")] * 3 + [wire_span(span_id=b"")]
    export = decode_protobuf(request_of(*spans).SerializeToString(), SENDER)
    assert export.message.startswith("traceId must be 32 hexadecimal digits, not all of them 0 (3 of them); spanId")


@pytest.mark.parametrize(
    "body",
    [
        request_of(wire_span()).SerializeToString()[:-5],
        b"\xff" * 40,
        b"not protobuf",
        request_of(wire_span(name="UTF-8?")).SerializeToString().replace(b"UTF-8?", b"UTF-\xff?"),
    ],
    ids=["truncated", "noise", "text", "invalid UTF-8"],
)
def test_a_body_that_is_no_protobuf_is_refused(body: bytes):
    with pytest.raises(Invalid, match="ExportTraceServiceRequest"):
        decode_protobuf(body, SENDER)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[]", "object"),
        (b'"\xff"', "JSON"),
        (b'{"resource_spans": []}', "resourceSpans"),
        (b'{"resourceSpans": {}}', "resourceSpans"),
        (b'{"resourceSpans": [1]}', "resourceSpans"),
        (b'{"resourceSpans": [{"resource": []}, {"scopeSpans": 1}]}', "scopeSpans"),
        (json.dumps(in_json(attributes={"a": 1})).encode(), "attributes"),
        (json.dumps(in_json(attributes=[{"key": 1}])).encode(), "key"),
        (json.dumps(in_json(attributes=[{"key": "k", "value": "v"}])).encode(), "value"),
        (json.dumps(in_json(attributes=[{"key": "k", "value": {"intValue": "many"}}])).encode(), "intValue"),
        (json.dumps(in_json(attributes=[{"key": "k", "value": {"boolValue": 1}}])).encode(), "boolValue"),
        (json.dumps(in_json(attributes=[{"key": "k", "value": {"doubleValue": "x"}}])).encode(), "doubleValue"),
        (json.dumps(in_json(attributes=[{"key": "k", "value": {"arrayValue": []}}])).encode(), "arrayValue"),
        (json.dumps(in_json(name=7)).encode(), "name"),
        (json.dumps(in_json(traceId=7)).encode(), "traceId"),
        (json.dumps(in_json(startTimeUnixNano="now")).encode(), "startTimeUnixNano"),
        (json.dumps(in_json(startTimeUnixNano=1.5)).encode(), "startTimeUnixNano"),
        (json.dumps(in_json(status=[])).encode(), "status"),
        (json.dumps(in_json(status={"code": "BAD"})).encode(), "code"),
        (json.dumps(in_json(status={"code": []})).encode(), "code"),
        (json.dumps(in_json(events=[1])).encode(), "events"),
    ],
)
def test_a_body_that_is_no_otlp_json_is_refused_by_the_name_of_what_is_wrong(body: bytes, named: str):
    with pytest.raises(Invalid, match=named):
        decode_json(body, SENDER)


def test_values_nested_too_deeply_are_refused():
    deep = '{"arrayValue": {"values": [' * 340 + "]}}" * 340
    body = json.dumps(in_json(attributes=[{"key": "k", "value": "DEEP"}])).replace('"DEEP"', deep)
    with pytest.raises(Invalid, match=r"deep|depth"):
        decode_json(body.encode(), SENDER)


@pytest.mark.parametrize(
    "attributes",
    [
        {"llm.input_messages." + "0." * 5000 + "x": "deep"},
        {"llm.input_messages.99999999999999999999.message.role": "far"},
        {"llm.input_messages.0": "leaf", "llm.input_messages.0.message.role": "user"},
        {"llm.input_messages.0.message.role": "user", "llm.input_messages.0": "leaf"},
        {"langfuse.observation.metadata": "[" * 5000},
        {"langfuse.observation.usage_details": '{"input": 1e400, "output": 99999999999999999999}'},
        {"langfuse.observation.completion_start_time": "9999-99-99"},
        {"langfuse.observation.completion_start_time": "0001-01-01T00:00:00"},
        {"langfuse.observation.completion_start_time": 5},
        {"ai.response.msToFirstChunk": 1e300},
        {"langfuse.observation.prompt.version": 2**40, "langfuse.observation.type": "generation"},
        {"langfuse.observation.type": ["generation"]},
        {"gen_ai.operation.name": {"a": 1}},
        {"openinference.span.kind": 4},
        {"ai.telemetry.metadata.langfusePrompt": '{"name": 1}', "gen_ai.request.model": 7},
        {"gen_ai.input.messages": "7", "gen_ai.system_instructions": "x"},
        {"ai.response.toolCalls": "[broken", "ai.response.providerMetadata": "[broken", "ai.usage.tokens": "x"},
        {"": "no key"},
        {"gen_ai.prompt.": 1, "gen_ai.prompt.0": 1, "gen_ai.prompt.0.": 2},
    ],
)
def test_odd_values_never_break_a_request(attributes: dict[str, Any]):
    span = stored(wire_span(attributes))
    assert span.completion_start_time is None or 0 < span.completion_start_time < 2**63
    assert all(0 <= count < 2**63 for count in span.usage.values())
    assert 0 <= span.prompt_version < 2**32


def exception(kind: str, message: str):
    return wire_event("exception", {"exception.type": kind, "exception.message": message, "exception.stacktrace": "…"})


def test_an_error_has_the_type_and_the_message_of_the_last_exception():
    events = [exception("KeyError", "handled"), exception("TimeoutError", "no answer")]
    span = stored(wire_span(events=events, status={"code": 2}))
    assert (span.level, span.error_type, span.status_message) == ("ERROR", "TimeoutError", "no answer")
    assert [event["attributes"]["exception.type"] for event in json.loads(span.events)] == ["KeyError", "TimeoutError"]
    assert json.loads(span.events)[0]["time"] == "2026-11-22T15:56:40.000000000Z"


def test_the_message_of_the_status_comes_before_that_of_the_exception():
    span = stored(wire_span(events=[exception("TimeoutError", "no answer")], status={"code": 2, "message": "gave up"}))
    assert span.status_message == "gave up"
    span = stored(wire_span({"langfuse.observation.status_message": "mine"}, status={"code": 2, "message": "gave up"}))
    assert span.status_message == "mine"


def test_an_error_without_an_exception_has_the_type_that_its_attributes_say():
    span = stored(wire_span({"error.type": "rate_limit"}, status={"code": 2, "message": "m"}))
    assert (span.error_type, span.attributes) == ("rate_limit", {"error.type": "rate_limit"})


def test_an_exception_that_was_handled_makes_no_error():
    span = stored(wire_span(events=[exception("KeyError", "handled")]))
    assert (span.level, span.error_type, span.status_message) == ("DEFAULT", "", "")


def test_the_level_that_was_said_wins_over_the_status():
    assert stored(wire_span({"langfuse.observation.level": "WARNING"}, status={"code": 2})).level == "WARNING"
    assert stored(wire_span({"langfuse.observation.level": "ERROR"})).level == "ERROR"


def test_links_are_kept_by_their_ids():
    span = stored(wire_span(links=[{"trace_id": bytes.fromhex(TRACE_ID), "span_id": bytes.fromhex(SPAN_ID)}]))
    assert json.loads(span.links) == [{"trace_id": TRACE_ID, "span_id": SPAN_ID, "attributes": {}}]


def test_a_key_that_comes_twice_has_its_last_value():
    request = ParseDict(
        {"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [{"key": "k"}, {"key": "k"}]}]}]}]},
        ExportTraceServiceRequest(),
    )
    span = request.resource_spans[0].scope_spans[0].spans[0]
    span.trace_id, span.span_id = bytes.fromhex(TRACE_ID), bytes.fromhex(SPAN_ID)
    span.attributes[0].value.string_value, span.attributes[1].value.string_value = "first", "last"
    (row,) = decode_protobuf(request.SerializeToString(), SENDER).rows
    assert row.attributes == {"k": "last"}
