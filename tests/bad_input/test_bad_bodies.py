"""Bodies that are broken, too large, or of no known kind: each is refused with a reason."""

import gzip
import zlib
from pathlib import Path

import httpx2
import pytest
import zstandard
from sending import JSON, MEBIBYTE, complaint, export, zeros_deflated, zeros_gzipped, zeros_in_zstandard

from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span
from ratchet.testing.server import Server

GOOD = otlp_request(otlp_span(attributes={"input.value": "What is the weather in Paris? " * 20})).SerializeToString()
GZIPPED = gzip.compress(GOOD)

ROUTES = ("/v1/traces", "/api/public/otel/v1/traces", "/api/public/ingestion", "/api/public/scores")


def test_every_truncation_of_an_export_is_refused_or_is_an_export(http: httpx2.Client) -> None:
    refused = 0
    for size in range(1, len(GOOD), 13):
        answer = export(http, GOOD[:size])
        assert answer.status_code in (200, 400), answer.text
        if answer.status_code == 400:
            refused += 1
            assert complaint(answer)
    assert refused > 10


@pytest.mark.parametrize("content_type", [PROTOBUF, JSON])
def test_bytes_that_are_no_export_are_refused(http: httpx2.Client, content_type: str) -> None:
    answer = export(http, b"\xff\xfe\x00 this is no export", content_type)
    assert answer.status_code == 400
    assert complaint(answer)


BROKEN = {
    "no gzip at all": (b"hello", "gzip"),
    "gzip that ends early": (GZIPPED[: len(GZIPPED) // 2], "gzip"),
    "gzip without its checksum": (GZIPPED[:-8], "gzip"),
    "gzip with a wrong checksum": (GZIPPED[:-8] + b"\x00" * 8, "gzip"),
    "gzip with one bit turned": (GZIPPED[:40] + bytes([GZIPPED[40] ^ 1]) + GZIPPED[41:], "gzip"),
    "gzip followed by something else": (GZIPPED + b"tail", "gzip"),
    "deflate that is none": (b"hello", "deflate"),
    "deflate that ends early": (zlib.compress(GOOD)[:-10], "deflate"),
    "zstandard that is none": (b"hello", "zstd"),
    "zstandard that ends early": (zstandard.compress(GOOD)[:-10], "zstd"),
    "an encoding nobody speaks": (GOOD, "br"),
    "two encodings at once": (gzip.compress(GZIPPED), "gzip, gzip"),
    "an encoding that is not used": (GOOD, "gzip"),
}


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_encoding_is_refused_with_its_name(http: httpx2.Client, path: str, name: str) -> None:
    body, encoding = BROKEN[name]
    kind = PROTOBUF if path.endswith("/v1/traces") else JSON
    answer = http.post(path, content=body, headers={"content-type": kind, "content-encoding": encoding})
    assert answer.status_code in (400, 415), answer.text
    assert encoding.partition(",")[0] in complaint(answer)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd"])
def test_nothing_at_all_is_an_export_of_nothing_however_it_is_encoded(http: httpx2.Client, encoding: str) -> None:
    assert export(http, b"", content_encoding=encoding).status_code == 200


@pytest.mark.parametrize("split", [1, 7, len(GOOD) // 2])
def test_a_stream_of_several_frames_is_one_body(http: httpx2.Client, split: int) -> None:
    for encoding, compress in (("gzip", gzip.compress), ("zstd", zstandard.compress)):
        body = compress(GOOD[:split]) + compress(GOOD[split:])
        assert export(http, body, content_encoding=encoding).status_code == 200


BOMBS = {
    "gzip": zeros_gzipped(1024 * MEBIBYTE),
    "deflate": zeros_deflated(256 * MEBIBYTE),
    "zstd": zeros_in_zstandard(1024 * MEBIBYTE),
}


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("encoding", BOMBS)
def test_a_bomb_is_refused_before_it_is_unpacked(server: Server, http: httpx2.Client, encoding: str, path: str) -> None:
    before = peak_memory_bytes(server)
    kind = PROTOBUF if path.endswith("/v1/traces") else JSON
    answer = http.post(path, content=BOMBS[encoding], headers={"content-type": kind, "content-encoding": encoding})
    assert answer.status_code == 413, answer.text
    assert "20,971,520" in complaint(answer)
    assert peak_memory_bytes(server) - before < 200 * MEBIBYTE


def test_a_bomb_of_many_small_gzip_members_is_refused_too(http: httpx2.Client) -> None:
    answer = export(http, zeros_gzipped(MEBIBYTE) * 30, content_encoding="gzip")
    assert answer.status_code == 413, answer.text


def peak_memory_bytes(server: Server) -> int:
    """The most memory that the server ever held."""
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        return 0  # no Linux: nothing to compare
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit_is_refused_chunked_or_not(http: httpx2.Client, path: str, chunked: bool) -> None:
    body = b" " * (21 * MEBIBYTE)
    pieces = (body[first : first + MEBIBYTE] for first in range(0, len(body), MEBIBYTE))
    answer = http.post(path, content=pieces if chunked else body, headers={"content-type": JSON})
    assert answer.status_code == 413, answer.text
    assert "20,971,520" in complaint(answer)


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "nonsense", "application/grpc", ""])
def test_an_export_of_an_unknown_content_type_is_refused_with_those_that_are_known(
    http: httpx2.Client, content_type: str
) -> None:
    answer = export(http, GOOD, content_type)
    assert answer.status_code in (400, 415)
    assert PROTOBUF in complaint(answer)
    assert JSON in complaint(answer)


def test_an_export_without_a_content_type_is_refused_or_read_as_protobuf(http: httpx2.Client) -> None:
    answer = export(http, GOOD, None)
    assert answer.status_code in (200, 400, 415)


def test_a_content_type_may_have_parameters_and_capitals(http: httpx2.Client) -> None:
    answer = export(http, "{}", "Application/JSON; charset=UTF-8")
    assert answer.status_code == 200, answer.text


def test_an_empty_protobuf_body_is_an_export_of_nothing(http: httpx2.Client) -> None:
    answer = export(http, b"")
    assert answer.status_code == 200
    assert answer.content == b""


NOT_OBJECTS = [
    "",
    " ",
    "null",
    "[]",
    "3",
    '"text"',
    "{",
    "{'a': 1}",
    "{} {}",
    "nan",
    "\x00",
    "\ufeff{}x",
    "[" * 100_000,
]


@pytest.mark.parametrize("path", ["/v1/traces", "/v1/logs", "/api/public/ingestion", "/api/public/scores"])
@pytest.mark.parametrize("text", NOT_OBJECTS, ids=lambda text: repr(text[:12]))
def test_json_that_is_no_object_is_refused(http: httpx2.Client, path: str, text: str) -> None:
    answer = http.post(path, content=text, headers={"content-type": JSON})
    if (path, text) == ("/api/public/scores", "[]"):
        assert answer.status_code in (202, 400)  # a list of no scores: nothing to refuse, nothing to store
        return
    assert answer.status_code == 400, answer.text
    assert complaint(answer)


@pytest.mark.parametrize("path", ["/v1/traces", "/v1/logs", "/api/public/ingestion", "/api/public/scores"])
def test_json_that_is_not_utf8_is_refused(http: httpx2.Client, path: str) -> None:
    answer = http.post(path, content=b'{"name": "\xff\xfe"}', headers={"content-type": JSON})
    assert answer.status_code == 400
    assert complaint(answer)


@pytest.mark.parametrize("depth", [200, 1_000, 100_000])
@pytest.mark.parametrize("path", ["/v1/traces", "/v1/logs", "/api/public/ingestion", "/api/public/scores"])
def test_json_nested_too_deeply_is_refused_or_ignored(http: httpx2.Client, path: str, depth: int) -> None:
    nested = '{"a":' * depth + "1" + "}" * depth
    answer = http.post(path, content=nested, headers={"content-type": JSON})
    # What an export has beyond its schema is to be ignored; the others miss what they need.
    assert answer.status_code in ((200, 400) if path.startswith("/v1/") else (400,)), answer.text
