"""OTLP over HTTP: traces, logs that belong to them, and metrics, which are answered for and not kept."""

import asyncio
import time
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from ratchet.auth.guard import Identity, TelemetryCaller
from ratchet.domain.span import Span
from ratchet.errors import Invalid
from ratchet.http.body import read_body
from ratchet.http.shapes import PROTOBUF, OtlpRoute
from ratchet.http.state import Events, EventWriters, Records, ServerSettings
from ratchet.ingest import logs, otlp
from ratchet.ingest.export import Export
from ratchet.ingest.runs import to_run_items
from ratchet.ingest.spans import Sender
from ratchet.store.events.commit import GroupCommit
from ratchet.store.records import RecordStore
from ratchet.store.records.models import read_models

Row = TypeVar("Row")

JSON = "application/json"
_MEDIA_TYPES = {PROTOBUF: PROTOBUF, "application/protobuf": PROTOBUF, JSON: JSON}

# Langfuse's newest SDKs name the protocol that they speak.
_INGESTION_VERSION = "x-langfuse-ingestion-version"
_INGESTION_VERSION_MAX = 4

# What a row takes in memory beside the texts that it came with.
_ROW_SIZE_BYTES = 1024

# Decoding holds the interpreter: more of it at once is no faster, and keeps everything else waiting.
_decoding = CapacityLimiter(2)

router = APIRouter(route_class=OtlpRoute, tags=["OpenTelemetry"])


@router.post("/v1/traces")
@router.post("/api/public/otel/v1/traces")
async def take_traces(
    request: Request,
    caller: TelemetryCaller,
    *,
    events: Events,
    records: Records,
    writers: EventWriters,
    settings: ServerSettings,
) -> Response:
    """Store spans; answered once they are on disk, with the reasons for those that cannot be stored."""
    media_type, sender = _media_type(request), _sender(request, caller)
    body = await read_body(request, settings.body_size_bytes_max)
    export = await to_thread.run_sync(_decode_spans, media_type, body, sender, records, limiter=_decoding)
    await _write(writers.spans, export, len(body))
    if items := to_run_items(export.rows):
        await asyncio.wrap_future(writers.run_items.submit(items, _ROW_SIZE_BYTES * len(items)))
    if calls := [span.key for span in export.rows if logs.may_have_contents(span)]:
        await to_thread.run_sync(logs.join_contents, events, records, calls)
    answer = ExportTraceServiceResponse()
    if export.rejected:
        writers.spans.count_invalid(export.rejected_count)
        answer.partial_success.rejected_spans = export.rejected_count
        answer.partial_success.error_message = export.message
    return _respond(answer, media_type)


@router.post("/v1/logs")
@router.post("/api/public/otel/v1/logs")
async def take_logs(
    request: Request,
    caller: TelemetryCaller,
    *,
    events: Events,
    records: Records,
    writers: EventWriters,
    settings: ServerSettings,
) -> Response:
    """Join the records about the content of models' calls to their spans; other records are not kept."""
    media_type, sender = _media_type(request), _sender(request, caller)
    body = await read_body(request, settings.body_size_bytes_max)
    decode = logs.decode_protobuf if media_type == PROTOBUF else logs.decode_json
    export = await to_thread.run_sync(decode, body, sender, limiter=_decoding)
    await _write(writers.contents, export, len(body))
    if keys := {content.key for content in export.rows}:
        await to_thread.run_sync(logs.join_contents, events, records, keys)
    answer = ExportLogsServiceResponse()
    if export.rejected:
        writers.contents.count_invalid(export.rejected_count)
        answer.partial_success.rejected_log_records = export.rejected_count
        answer.partial_success.error_message = export.message
    return _respond(answer, media_type)


@router.post("/v1/metrics")
@router.post("/api/public/otel/v1/metrics")
async def take_metrics(request: Request, _caller: TelemetryCaller, settings: ServerSettings) -> Response:
    """Nothing is kept: exporters that send metrics too shall not fail for it."""
    media_type = _media_type(request)
    await read_body(request, settings.body_size_bytes_max)
    return _respond(ExportMetricsServiceResponse(), media_type)


def _decode_spans(media_type: str, body: bytes, sender: Sender, records: RecordStore) -> Export[Span]:
    sender = sender._replace(models=read_models(records, sender.project_id))
    decode = otlp.decode_protobuf if media_type == PROTOBUF else otlp.decode_json
    return decode(body, sender)


def _media_type(request: Request) -> str:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in _MEDIA_TYPES:
        raise HTTPException(415, f"Content-Type {given!r} is not known here: send {PROTOBUF} or {JSON}.")
    return _MEDIA_TYPES[given]


def _sender(request: Request, caller: Identity) -> Sender:
    headers = request.headers
    version = headers.get(_INGESTION_VERSION, "0")
    if not version.isdecimal() or int(version) > _INGESTION_VERSION_MAX:
        raise Invalid(f"{_INGESTION_VERSION} {version!r} is not known here: {_INGESTION_VERSION_MAX} is the newest.")
    return Sender(
        caller.project_id,
        time.time_ns(),
        headers.get("x-langfuse-sdk-name", ""),
        headers.get("x-langfuse-sdk-version", ""),
    )


async def _write(queue: GroupCommit[Row], export: Export[Row], body_size_bytes: int) -> None:
    if export.rows:
        await asyncio.wrap_future(queue.submit(export.rows, body_size_bytes + _ROW_SIZE_BYTES * len(export.rows)))


def _respond(answer: Message, media_type: str) -> Response:
    if media_type == PROTOBUF:
        return Response(answer.SerializeToString(), media_type=PROTOBUF)
    return JSONResponse(MessageToDict(answer))
