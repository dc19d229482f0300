"""Clients that break off, lie about lengths or speak no HTTP: the server answers them or lets them go, and goes on."""

import socket
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest
from sending import export

from ratchet.testing.otlp import otlp_request, otlp_span
from ratchet.testing.server import Server

BODY = otlp_request(otlp_span()).SerializeToString()


@pytest.fixture
def line(server: Server) -> Iterator[socket.socket]:
    """A bare connection to the server."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as connection:
        yield connection


def head(server: Server, *headers: str, path: str = "/v1/traces") -> bytes:
    key = b64encode(":".join(server.keys).encode()).decode()
    common = ("Host: localhost", f"Authorization: Basic {key}", "Content-Type: application/x-protobuf")
    return "\r\n".join([f"POST {path} HTTP/1.1", *common, *headers, "", ""]).encode()


def read_to_the_end(line: socket.socket) -> bytes:
    """What the server says until it hangs up."""
    pieces: list[bytes] = []
    try:
        while piece := line.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def is_refusal(answer: bytes) -> bool:
    """Nothing at all (the server hung up), or a status of 4xx."""
    return not answer or answer.startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize("path", ["/v1/traces", "/api/public/ingestion", "/api/public/scores"])
def test_a_client_that_breaks_off_in_the_middle_of_its_body(server: Server, line: socket.socket, path: str) -> None:
    line.sendall(head(server, f"Content-Length: {len(BODY)}", path=path) + BODY[:20])
    line.shutdown(socket.SHUT_WR)
    assert is_refusal(read_to_the_end(line))


@pytest.mark.parametrize("path", ["/v1/traces", "/api/public/ingestion", "/api/public/scores"])
def test_a_client_that_breaks_off_in_the_middle_of_a_chunk(server: Server, line: socket.socket, path: str) -> None:
    line.sendall(head(server, "Transfer-Encoding: chunked", path=path) + b"ffff\r\nonly this")
    line.shutdown(socket.SHUT_WR)
    assert is_refusal(read_to_the_end(line))


def test_a_client_that_does_not_wait_for_its_answer_has_its_span_stored(
    server: Server, line: socket.socket, http: httpx2.Client
) -> None:
    span = otlp_span()
    body = otlp_request(span).SerializeToString()
    line.sendall(head(server, f"Content-Length: {len(body)}") + body)
    line.close()
    again = export(http, body)  # as an exporter would, not knowing whether it had arrived
    assert again.status_code == 200
    answer = http.get("/api/public/observations", params={"traceId": span.trace_id.hex()})
    assert len(answer.json()["data"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        b"HELO example.org\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    ],
    ids=lambda text: repr(text[:30]),
)
def test_what_is_no_http_is_refused(line: socket.socket, text: bytes) -> None:
    line.sendall(text)
    line.shutdown(socket.SHUT_WR)
    assert is_refusal(read_to_the_end(line))


@pytest.mark.parametrize("size", [10_000, 100_000, 1_000_000])
def test_a_giant_header_is_refused_or_ignored(server: Server, http: httpx2.Client, size: int) -> None:
    try:
        answer = export(http, BODY, x_giant="g" * size)
    except (httpx2.WriteError, httpx2.ReadError, httpx2.RemoteProtocolError):
        return  # the server hung up while it was being sent
    assert answer.status_code in (200, 400, 431)


def test_ten_thousand_headers_are_refused_or_ignored(http: httpx2.Client) -> None:
    try:
        answer = export(http, BODY, **{f"x_{number}": "h" for number in range(10_000)})
    except (httpx2.WriteError, httpx2.ReadError, httpx2.RemoteProtocolError):
        return
    assert answer.status_code in (200, 400, 431)


def test_a_giant_path_is_refused(http: httpx2.Client) -> None:
    try:
        answer = http.get("/" + "p" * 60_000)
    except (httpx2.WriteError, httpx2.ReadError, httpx2.RemoteProtocolError):
        return
    assert answer.status_code in (400, 404, 414)


def test_a_hundred_connections_that_say_nothing_do_not_keep_others_out(server: Server, http: httpx2.Client) -> None:
    address = urlsplit(server.url)
    silent = [socket.create_connection((address.hostname or "", address.port or 0), timeout=20) for _ in range(100)]
    try:
        assert export(http, BODY).status_code == 200
    finally:
        for connection in silent:
            connection.close()


def test_an_upgrade_to_a_websocket_is_refused(server: Server, line: socket.socket) -> None:
    line.sendall(
        b"GET /v1/traces HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    line.shutdown(socket.SHUT_WR)
    assert is_refusal(read_to_the_end(line))
