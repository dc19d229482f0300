"""One directory, one process: a second server is told who holds it, and the first one goes on."""

from pathlib import Path

import pytest

from ratchet.errors import Unavailable
from ratchet.testing.server import Server, running_server


def test_a_second_server_on_the_same_directory_is_told_who_holds_it(server: Server) -> None:
    printed = len(server.read_log())
    with pytest.raises(Unavailable), running_server(server.data_dir):
        pass
    complaint = " ".join(server.read_log()[printed:].split())
    assert f"process {server.process.pid}" in complaint
    assert "Traceback" not in complaint
    with server.client() as client:
        assert client.get("/readyz").status_code == 200


def test_a_directory_whose_holder_was_killed_is_free(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        server.kill()
        server.restart()
        assert server.process.poll() is None
