"""OTLP over HTTP, against the whole server in this process and the real store."""

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import zstandard
from fastapi.testclient import TestClient
from google.protobuf.message import Message
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from otlp_requests import (
    AT,
    SPAN_ID,
    TRACE_ID,
    any_value,
    key_values,
    mapped,
    request_of,
    request_of_conversations,
    to_otlp_json,
    wire_span,
)

from ratchet.auth.keys import NewKey
from ratchet.domain.span import Span, SpanKey
from ratchet.server.app import create_app
from ratchet.server.stores import Stores
from ratchet.settings import Settings
from ratchet.store.events import EventStore
from ratchet.store.events.spans import read_spans
from ratchet.store.events.writers import open_writers

PROTOBUF = {"Content-Type": "application/x-protobuf"}
JSON = {"Content-Type": "application/json"}
PATHS = ["/v1/traces", "/api/public/otel/v1/traces"]


@pytest.fixture
def read_span(events: EventStore, project: str) -> Callable[[], Span | None]:
    """The span of this test's project that the requests in these tests have."""
    key = SpanKey(project, TRACE_ID, SPAN_ID)
    return lambda: read_spans(events, [key]).get(key)


def logs_of(*records: dict[str, Any]) -> ExportLogsServiceRequest:
    request = ExportLogsServiceRequest()
    scope = request.resource_logs.add().scope_logs.add()
    for record in records:
        added = scope.log_records.add(
            trace_id=bytes.fromhex(TRACE_ID), span_id=bytes.fromhex(SPAN_ID), time_unix_nano=record.get("at", AT)
        )
        added.event_name = record.get("name", "")
        added.body.CopyFrom(any_value(record.get("body")))
        added.attributes.extend(key_values(record.get("attributes", {})))
    return request


def send(client: TestClient, path: str, message: Message, **headers: str) -> Any:
    response = client.post(path, content=message.SerializeToString(), headers=PROTOBUF | headers)
    assert response.status_code == 200, response.text
    return response


@pytest.mark.parametrize("path", PATHS)
def test_a_span_in_protobuf_is_stored_when_it_is_answered(client: TestClient, read_span: Any, path: str):
    response = send(client, path, request_of(wire_span({"user.id": "u1"})))
    assert response.content == b""
    assert response.headers["content-type"] == "application/x-protobuf"
    assert read_span().user_id == "u1"


@pytest.mark.parametrize("path", PATHS)
def test_a_span_in_json_is_stored_when_it_is_answered(client: TestClient, read_span: Any, path: str):
    response = client.post(path, json=to_otlp_json(request_of(wire_span({"user.id": "u1"}))))
    assert (response.status_code, response.json()) == (200, {})
    assert read_span().user_id == "u1"


def test_every_field_of_a_span_comes_back_as_it_was_decoded(client: TestClient, events: EventStore, project: str):
    request = request_of_conversations(8)
    send(client, "/v1/traces", request)
    sent = request.resource_spans[0].scope_spans[0].spans
    keys = [SpanKey(project, span.trace_id.hex(), span.span_id.hex()) for span in sent]
    stored = read_spans(events, keys)
    assert len(stored) == 8
    for key, span in zip(keys, sent, strict=True):
        row = stored[key]
        assert (row.name, row.type, row.start_time) == (span.name, "GENERATION", span.start_time_unix_nano)
        assert row.usage == {"input": 120, "output": 80, "total": 200}
        assert row.cost["total"] == pytest.approx(120 * 0.15e-6 + 80 * 0.6e-6)
        assert row.attributes == {"dialogue_mode": "STANCE_GLOBAL"}
        assert row.tags == ["a", "b"]


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("zstd", zstandard.compress),
        ("identity", bytes),
    ],
)
def test_a_body_is_taken_in_every_encoding(
    client: TestClient, read_span: Any, encoding: str, compress: Callable[[bytes], bytes]
):
    body = compress(request_of(wire_span({"user.id": encoding})).SerializeToString())
    response = client.post("/v1/traces", content=body, headers=PROTOBUF | {"Content-Encoding": encoding})
    assert response.status_code == 200
    assert read_span().user_id == encoding


def test_a_body_is_taken_in_pieces_without_a_length(client: TestClient, read_span: Any):
    body = json.dumps(to_otlp_json(request_of(wire_span({"user.id": "pieces"})))).encode()
    response = client.post("/v1/traces", content=(body[i : i + 50] for i in range(0, len(body), 50)), headers=JSON)
    assert response.status_code == 200
    assert read_span().user_id == "pieces"


def test_bad_spans_are_told_apart_from_those_that_are_stored(client: TestClient, read_span: Any):
    request = request_of(wire_span(), wire_span(trace_id=b""), wire_span(span_id=bytes(8)))
    answer = ExportTraceServiceResponse.FromString(send(client, "/v1/traces", request).content)
    assert answer.partial_success.rejected_spans == 2
    assert "traceId" in answer.partial_success.error_message
    assert "spanId" in answer.partial_success.error_message
    assert read_span() is not None


def test_bad_spans_are_told_in_json_too(client: TestClient):
    body = to_otlp_json(request_of(wire_span(start_time_unix_nano=5)))
    answer = client.post("/v1/traces", json=body).json()
    assert answer["partialSuccess"]["rejectedSpans"] == "1"
    assert "startTimeUnixNano" in answer["partialSuccess"]["errorMessage"]


def test_a_request_without_spans_is_fine(client: TestClient):
    assert client.post("/v1/traces", content=b"", headers=PROTOBUF).status_code == 200
    assert client.post("/v1/traces", content=b"{}", headers=JSON).json() == {}


def test_a_bad_body_is_answered_with_a_status_in_its_own_format(client: TestClient):
    body = request_of(wire_span()).SerializeToString()[:-10]
    response = client.post("/v1/traces", content=body, headers=PROTOBUF)
    assert response.status_code == 400
    assert Status.FromString(response.content).code == 3
    response = client.post("/v1/traces", content=b'{"resourceSpans": 3}', headers=JSON)
    assert response.status_code == 400
    assert response.json() == {"code": 3, "message": "resourceSpans must be a list."}


@pytest.mark.parametrize("media_type", ["text/plain", ""])
def test_an_unknown_content_type_is_refused(client: TestClient, media_type: str):
    response = client.post("/v1/traces", content=b"x", headers={"Content-Type": media_type})
    assert response.status_code == 415
    assert "application/x-protobuf" in response.json()["message"]


@pytest.mark.parametrize("version", ["5", "new"])
def test_a_newer_protocol_of_langfuse_is_refused(client: TestClient, version: str):
    headers = PROTOBUF | {"x-langfuse-ingestion-version": version}
    assert client.post(PATHS[1], content=b"", headers=headers).status_code == 400
    headers["x-langfuse-ingestion-version"] = "4"
    assert client.post(PATHS[1], content=b"", headers=headers).status_code == 200


def test_the_sdk_that_sent_a_span_is_known_by_its_headers(client: TestClient, read_span: Any):
    headers = {"x-langfuse-sdk-name": "python", "x-langfuse-sdk-version": "5.0.4"}
    send(client, PATHS[1], request_of(wire_span()), **headers)
    assert (read_span().sdk_name, read_span().sdk_version) == ("python", "5.0.4")


def test_telemetry_needs_a_key(client: TestClient):
    client.auth = None
    assert client.post("/v1/traces", content=b"", headers=PROTOBUF).status_code == 401


def test_text_that_stores_choke_on_comes_back_as_it_was(client: TestClient, read_span: Any):
    odd = "a\0b \U0001f600 \u2028"
    send(
        client, "/v1/traces", request_of(wire_span({"langfuse.observation.input": odd, "k\0": odd, "n": float("nan")}))
    )
    assert read_span().input == odd
    assert read_span().attributes == {"k\0": odd, "n": "NaN"}


def test_half_a_surrogate_pair_is_replaced(client: TestClient, read_span: Any):
    body = json.dumps(to_otlp_json(request_of(wire_span({"langfuse.observation.input": "HERE"})))).replace(
        "HERE", "a\\ud83d"
    )
    assert client.post("/v1/traces", content=body, headers=JSON).status_code == 200
    assert read_span().input == "a\ufffd"


def test_an_attribute_of_ten_megabytes_is_stored(client: TestClient, read_span: Any):
    send(client, "/v1/traces", request_of(wire_span({"big": "x" * 10_000_000})))
    assert len(read_span().attributes["big"]) == 10_000_000


def test_a_full_queue_is_told_at_once(stores: Stores, key: NewKey, events: EventStore):
    writers = open_writers(events, pending_size_bytes_max=1)
    app = create_app(Settings(), replace(stores, writers=writers))
    with TestClient(app) as client, events.writer("spans"):
        client.auth = (key.public_key, key.secret_key)
        waiting = writers.spans.submit([mapped({})], 1)
        response = client.post("/v1/traces", json=to_otlp_json(request_of(wire_span())))
        assert (response.status_code, response.headers["retry-after"]) == (429, "1")
        assert response.json()["code"] == 8
        assert not waiting.done()
    writers.close()


def test_metrics_are_answered_and_not_kept(client: TestClient):
    for path in ("/v1/metrics", "/api/public/otel/v1/metrics"):
        response = client.post(path, content=b"", headers=PROTOBUF)
        assert (response.status_code, response.content) == (200, b"")


MESSAGES = (
    {"name": "gen_ai.system.message", "body": {"content": "Be brief."}, "at": AT},
    {
        "attributes": {"event.name": "gen_ai.user.message", "gen_ai.system": "openai"},
        "body": {"content": "Hi"},
        "at": AT + 1,
    },
    {"name": "gen_ai.choice", "body": {"index": 0, "message": {"content": "Hello"}}, "at": AT + 2},
    {"name": "app.started", "body": "no concern of ours"},
)
CALL = {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai"}


@pytest.mark.parametrize("span_at", [0, 1, 2, 3])
def test_messages_that_come_one_by_one_complete_their_span(client: TestClient, read_span: Any, span_at: int):
    steps: list[tuple[str, Message]] = [("/v1/logs", logs_of(message)) for message in MESSAGES[:3]]
    steps.insert(span_at, ("/v1/traces", request_of(wire_span(CALL))))
    for path, message in steps:
        send(client, path, message)
    assert [message["content"] for message in json.loads(read_span().input)] == ["Be brief.", "Hi"]
    assert json.loads(read_span().output)["content"] == "Hello"


def test_records_of_the_same_time_keep_their_order(client: TestClient, read_span: Any):
    said = [{"name": "gen_ai.user.message", "body": {"content": text}} for text in "dbca"]
    send(client, "/v1/traces", request_of(wire_span(CALL)))
    send(client, "/v1/logs", logs_of(*said))
    send(client, "/v1/logs", logs_of(*said))
    assert [message["content"] for message in json.loads(read_span().input)] == ["d", "b", "c", "a"]


@pytest.mark.parametrize("order", ["span first", "logs first", "logs, span, logs again", "logs and the span twice"])
def test_messages_in_log_records_join_their_span_whatever_comes_first(client: TestClient, read_span: Any, order: str):
    span, logs = request_of(wire_span(CALL)), logs_of(*MESSAGES)
    steps = {
        "span first": [span, logs],
        "logs first": [logs, span],
        "logs, span, logs again": [logs, span, logs],
        "logs and the span twice": [logs, span, span],
    }
    for step in steps[order]:
        send(client, "/v1/logs" if step is logs else "/v1/traces", step)
    found = read_span()
    assert json.loads(found.input) == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
    ]
    assert json.loads(found.output) == {"role": "assistant", "content": "Hello", "index": 0}
    assert (found.start_time, found.name, found.type) == (AT, "call", "GENERATION")


def test_what_a_span_says_itself_is_not_overwritten_by_logs(client: TestClient, read_span: Any):
    send(client, "/v1/traces", request_of(wire_span(CALL | {"langfuse.observation.input": "mine"})))
    send(client, "/api/public/otel/v1/logs", logs_of(*MESSAGES))
    assert read_span().input == "mine"
    assert json.loads(read_span().output)["content"] == "Hello"


def test_logs_without_a_span_make_none(client: TestClient, read_span: Any):
    send(client, "/v1/logs", logs_of(*MESSAGES))
    assert read_span() is None


def test_logs_in_json_are_joined_too(client: TestClient, read_span: Any):
    send(client, "/v1/traces", request_of(wire_span(CALL)))
    response = client.post("/v1/logs", json=to_otlp_json(logs_of(*MESSAGES)))
    assert (response.status_code, response.json()) == (200, {})
    assert json.loads(read_span().output)["content"] == "Hello"


def test_a_record_about_content_that_names_no_span_is_rejected(client: TestClient):
    body = to_otlp_json(logs_of(MESSAGES[0]))
    del body["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0]["spanId"]
    answer = client.post("/v1/logs", json=body).json()
    assert answer["partialSuccess"]["rejectedLogRecords"] == "1"
    assert "spanId" in answer["partialSuccess"]["errorMessage"]


def test_a_bad_body_of_logs_is_refused(client: TestClient):
    assert client.post("/v1/logs", content=b"\xff\xff", headers=PROTOBUF).status_code == 400
    assert client.post("/v1/logs", content=b'{"resourceLogs": [3]}', headers=JSON).status_code == 400
