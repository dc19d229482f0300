"""After every piece of bad input: the server takes good input, and its log holds no traceback."""

from collections.abc import Iterator

import httpx2
import pytest
from sending import export

from ratchet.testing.otlp import otlp_request, otlp_span
from ratchet.testing.server import Server


@pytest.fixture(autouse=True)
def _the_server_goes_on(server: Server, http: httpx2.Client) -> Iterator[None]:
    printed = len(server.read_log())
    yield
    assert server.process.poll() is None
    answer = export(http, otlp_request(otlp_span()).SerializeToString())
    assert answer.status_code == 200, answer.text
    assert "Traceback" not in server.read_log()[printed:]
