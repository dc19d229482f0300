"""`kill -9` in the middle of a regression run: it is finished after the restart, and hardly anything is asked twice."""

import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

import ratchet
from ratchet.domain.regression_run import Pace
from ratchet.regression.running import in_flight_max
from ratchet.testing.server import Server, running_server
from ratchet.testing.target import Asked, Said, TargetApp, running_target

ITEMS = 500
KILLED_AT = 200
PACE = Pace()
WAIT_S = 180.0
POLL_S = 0.05

pytestmark = pytest.mark.slow


@pytest.fixture
def app() -> Iterator[TargetApp]:
    """A target that takes its time."""

    def script(asked: Asked) -> Said:
        return Said({"answer": asked.body["query"]}, delay_s=0.05)

    with running_target(script) as app:
        yield app


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the server looks for the program first; nothing is there until somebody upgrades."""
    place = tmp_path / "newer"
    place.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(place), prepend=os.pathsep)
    return place


@pytest.fixture
def victim(tmp_path: Path, newer: Path) -> Iterator[Server]:
    """A server to kill."""
    with running_server(tmp_path / "data") as server:
        yield server


def begin(client: httpx2.Client, app: TargetApp) -> str:
    """Wants a run of all items, and gives its path."""
    client.post("/admin/datasets", json={"name": "many"})
    items = [{"input": f"question {number}", "expectedOutput": f"question {number}"} for number in range(ITEMS)]
    assert client.post("/admin/datasets/many/items", json={"items": items}).status_code == 200
    target = {"name": "app", "url": app.url, "allow_private": True, "answer_path": "$.answer"}
    assert client.post("/admin/targets", json=target).status_code == 201
    wanted = client.post("/admin/regression/test", json={"dataset_name": "many", "background": True})
    assert wanted.status_code == 202, wanted.text
    return f"/admin/regression/test/{wanted.json()['test_id']}"


def wait_for(app: TargetApp, count: int) -> None:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        if len(app.asked) >= count:
            return
        pause.wait(POLL_S)
    raise AssertionError(f"Only {len(app.asked)} items were asked about")


def wait_until_over(client: httpx2.Client, path: str, server: Server) -> Any:
    pause = threading.Event()
    for _ in range(int(WAIT_S / POLL_S)):
        shown = client.get(path).json()
        if shown["status"] in ("completed", "failed", "cancelled"):
            return shown
        pause.wait(POLL_S)
    raise AssertionError(f"The run never ended. The server said:\n{server.read_log()}")


def check(app: TargetApp, shown: Any) -> None:
    asked = Counter(one.body["query"] for one in app.asked)
    assert len(asked) == ITEMS
    assert asked.total() <= ITEMS + in_flight_max(PACE)
    progress = shown["progress"]
    assert (shown["status"], shown["resumptions"], shown["error"]) == ("completed", 1, "")
    assert (progress["answered"], progress["failed"], progress["scored"]) == (ITEMS, 0, ITEMS)


def test_a_run_that_was_killed_goes_on_where_it_was(victim: Server, app: TargetApp) -> None:
    with victim.client() as client:
        path = begin(client, app)
        wait_for(app, KILLED_AT)
        victim.kill()
        victim.restart()
        check(app, wait_until_over(client, path, victim))


def test_an_upgrade_in_the_middle_does_not_strand_a_run(victim: Server, app: TargetApp, newer: Path) -> None:
    with victim.client() as client:
        path = begin(client, app)
        wait_for(app, KILLED_AT)
        victim.kill()
        upgrade(newer)
        victim.restart()
        check(app, wait_until_over(client, path, victim))
        assert (newer / "ran").exists()


def upgrade(place: Path) -> None:
    """Another version of the program, in which the durable work itself is written otherwise."""
    package = Path(ratchet.__file__).parent
    shutil.copytree(package, place / "ratchet", ignore=shutil.ignore_patterns("web", "__pycache__"))
    tasks = place / "ratchet/regression/tasks.py"
    before, begin_of_work, after = tasks.read_text().partition("    with underway():\n")
    assert begin_of_work
    tasks.write_text(f"{before}    open({str(place / 'ran')!r}, 'w').close()\n{begin_of_work}{after}")
