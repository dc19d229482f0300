"""What six generations of Langfuse's SDKs sent, made ready to be sent again to a server of ours."""

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from ratchet.testing.otlp import PROTOBUF

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "wire" / "recorded"
GENERATIONS = ("py2", "py3", "py4", "py5", "js3", "js5")
# What a client sets anew for every connection, and the key of the recording.
_OF_THE_CONNECTION = {"host", "connection", "content-length", "transfer-encoding", "authorization"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request of an SDK; `body` is what it sent, decoded."""

    generation: str
    method: str
    path: str
    headers: dict[str, str]
    size_bytes: int
    body: Any

    @property
    def is_export(self) -> bool:
        return self.path == "/api/public/otel/v1/traces"

    @property
    def is_chunked(self) -> bool:
        return self._header("transfer-encoding") == "chunked"

    def encode(self) -> bytes | None:
        """The body as the SDK encoded it: protobuf or JSON, compressed or not."""
        if not self.size_bytes:
            return None
        if self._header("content-type") == PROTOBUF:
            raw = ParseDict(self.body, ExportTraceServiceRequest()).SerializeToString()
        else:
            raw = json.dumps(self.body, ensure_ascii=False).encode()
            if len(raw) != self.size_bytes:  # half of the SDKs write no spaces
                raw = json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()
        return gzip.compress(raw) if self._header("content-encoding") == "gzip" else raw

    def send(self, client: httpx2.Client) -> httpx2.Response:
        """The answer to this request, as `client` authenticates it."""
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_THE_CONNECTION}
        body = self.encode()
        content = iter([body]) if self.is_chunked and body is not None else body
        return client.request(self.method, self.path, headers=headers, content=content)

    def _header(self, name: str) -> str:
        return next((value for key, value in self.headers.items() if key.lower() == name), "").lower()


def read_recording(generation: str) -> list[Recorded]:
    """Every request of one generation, in the order in which it sent them."""
    lines = (FOLDER / f"{generation}.jsonl").read_text().splitlines()
    return [_recorded(generation, json.loads(line)) for line in lines]


def _recorded(generation: str, row: dict[str, Any]) -> Recorded:
    return Recorded(generation, row["method"], row["path"], row["headers"], row["rawlen"], row["body"])


def exported_spans(recording: list[Recorded]) -> Iterator[dict[str, Any]]:
    """Every span of a recording as `{"span", "attributes", "resource", "scope"}`, ids in hexadecimal."""
    for request in recording:
        if not request.is_export:
            continue
        is_protobuf = "protobuf" in json.dumps(request.headers)
        for exported in request.body["resourceSpans"]:
            resource = _attributes(exported["resource"])
            for scoped in exported["scopeSpans"]:
                for span in scoped["spans"]:
                    yield {
                        "span": _with_hex_ids(span) if is_protobuf else span,
                        "attributes": _attributes(span),
                        "resource": resource,
                        "scope": scoped["scope"],
                    }


def scored(recording: list[Recorded]) -> Iterator[dict[str, Any]]:
    """Every score that a recording holds, in whichever of the two ways it was sent."""
    for request in recording:
        if request.path == "/api/public/scores":
            yield from request.body
        elif request.path == "/api/public/ingestion":
            yield from (event["body"] for event in request.body["batch"] if event["type"] == "score-create")


def _attributes(carrier: dict[str, Any]) -> dict[str, Any]:
    return {attribute["key"]: _value(attribute["value"]) for attribute in carrier["attributes"]}


def _value(value: dict[str, Any]) -> Any:
    (kind, content), *_ = value.items()
    return [_value(item) for item in content["values"]] if kind == "arrayValue" else content


def _with_hex_ids(span: dict[str, Any]) -> dict[str, Any]:
    ids = ("traceId", "spanId", "parentSpanId")
    return {**span, **{name: base64.b64decode(span[name]).hex() for name in ids if name in span}}
