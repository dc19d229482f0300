"""Sending whatever to a server, and reading what it says against it."""

import zlib
from typing import Any

import httpx2
import zstandard
from google.protobuf.message import DecodeError
from google.rpc.status_pb2 import Status

from ratchet.testing.otlp import PROTOBUF

JSON = "application/json"
MEBIBYTE = 1024 * 1024


def export(
    http: httpx2.Client, body: bytes | str, content_type: str | None = PROTOBUF, **headers: str
) -> httpx2.Response:
    """The answer to an OTLP export with this body, `content_encoding="gzip"` being a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if content_type is not None:
        named["content-type"] = content_type
    return http.post("/v1/traces", content=body, headers=named)


def ingest(http: httpx2.Client, *events: Any) -> httpx2.Response:
    """The answer to a batch of ingestion events."""
    return http.post("/api/public/ingestion", json={"batch": list(events)})


def post_json_text(http: httpx2.Client, path: str, text: str | bytes) -> httpx2.Response:
    """The answer to a JSON body given as text, so that it can be what no JSON library would write."""
    return http.post(path, content=text, headers={"content-type": JSON})


def complaint(answer: httpx2.Response) -> str:
    """What a refusal says, in whichever shape it came; empty when it says nothing."""
    if answer.headers.get("content-type", "").startswith(PROTOBUF):
        try:
            return Status.FromString(answer.content).message
        except DecodeError:
            return ""
    body = answer.json()
    details = body.get("error")
    return body["message"] + (f" {details}" if isinstance(details, list) else "")


def zeros_gzipped(size_bytes: int) -> bytes:
    """A gzip stream a thousandth as long as what it unpacks to."""
    return _zeros(zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS), size_bytes)


def zeros_deflated(size_bytes: int) -> bytes:
    """As `zeros_gzipped`, as a zlib stream."""
    return _zeros(zlib.compressobj(9), size_bytes)


def zeros_in_zstandard(size_bytes: int) -> bytes:
    """As `zeros_gzipped`, in zstandard, which packs zeros far tighter, and does not say how many there are."""
    return _zeros(zstandard.ZstdCompressor(level=3).compressobj(), size_bytes)


def _zeros(compressor: Any, size_bytes: int) -> bytes:
    pieces = [compressor.compress(bytes(MEBIBYTE)) for _ in range(size_bytes // MEBIBYTE)]
    return b"".join([*pieces, compressor.flush()])
