import base64
import socket
import time
from contextlib import ExitStack
from uuid import uuid4

import httpx2
import pytest

from ratchet.testing.server import Server

WITHIN_S = 30


def begin_upload(server: Server, name: str) -> socket.socket:
    """An upload of two rows, of which the second has not been sent yet."""
    host, port = server.url.removeprefix("http://").split(":")
    key = base64.b64encode(":".join(server.keys).encode()).decode()
    connection = socket.create_connection((host, int(port)))
    connection.sendall(
        f"POST /admin/datasets/{name}/import HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {key}\r\n"
        'Content-Length: 100\r\n\r\n{"input": "never stored"}\n'.encode()
    )
    return connection


@pytest.fixture
def name(http: httpx2.Client) -> str:
    """The name of a dataset with nothing in it."""
    name = f"set-{uuid4().hex[:8]}"
    http.post("/admin/datasets", json={"name": name}).raise_for_status()
    return name


def send_item(http: httpx2.Client, name: str) -> httpx2.Response:
    return http.post(f"/admin/datasets/{name}/import", content=b'{"input": "stored"}')


def test_uploads_are_bounded_and_those_that_break_off_store_nothing(
    server: Server, http: httpx2.Client, name: str
) -> None:
    deadline = time.monotonic() + WITHIN_S
    with ExitStack() as uploads:
        while (refused := send_item(http, name)).status_code != 429:
            uploads.enter_context(begin_upload(server, name))
            assert time.monotonic() < deadline
        assert refused.headers["retry-after"] == "10"
        assert refused.json()["code"] == "busy"
    while send_item(http, name).status_code == 429:
        assert time.monotonic() < deadline
    items = http.get(f"/admin/datasets/{name}/items").json()["items"]
    assert [item["input"] for item in items] == ["stored"]
