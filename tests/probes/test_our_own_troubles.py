"""What goes wrong on this server's side is told as such, and never taken for the target's fault."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from fastapi.testclient import TestClient

from conftest import Make
from ratchet.domain.probe import ProbeState
from ratchet.errors import Busy, Unavailable
from ratchet.jobs.finishing import Interrupted
from ratchet.judges.bench import Bench
from ratchet.probes import asking
from ratchet.probes.run import ProbeRun
from ratchet.probes.running import do_run
from ratchet.store.events.commit import GroupCommit
from ratchet.store.records.probes import read_probe

LENGTH = {"type": "score", "judge": "length", "value": 5}


def to_run(bench: Bench, project: str, *, is_manual: bool = False) -> ProbeRun:
    posted = read_probe(bench.records, project, "capital")
    assert posted is not None
    return ProbeRun(probe=posted.probe, id="a run", is_manual=is_manual)


class FullQueue(GroupCommit[Any]):
    """A queue that has no room, of a server that ends while it has none."""

    def __init__(self, stopping: threading.Event) -> None:
        self.stopping = stopping

    def submit(self, rows: Sequence[Any], size_bytes: int) -> NoReturn:
        self.stopping.set()
        raise Busy("Too many are waiting.")


def test_headers_under_another_secret_fail_the_probe_and_say_so(
    make: Make, client: TestClient, bench: Bench, project: str
) -> None:
    make()
    sealed = client.patch("/admin/targets/app", json={"headers": {"Authorization": "Bearer key"}})
    assert sealed.status_code == 200, sealed.text
    other = replace(bench, secret="another secret, as long as a secret has to be")
    [result] = do_run(other, to_run(bench, project))
    assert (result.is_ok, result.state) == (False, ProbeState.DOWN)
    assert "RATCHET_SECRET" in result.detail


@pytest.mark.parametrize("error", [Unavailable("The store is away."), Busy("The store is busy.")])
def test_a_store_that_is_away_fails_no_probe(
    make: Make, bench: Bench, project: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    make()

    def away(*_asked: object) -> NoReturn:
        raise error

    monkeypatch.setattr(asking, "read_questions", away)
    with pytest.raises(type(error)):
        do_run(bench, to_run(bench, project))
    posted = read_probe(bench.records, project, "capital")
    assert posted is not None
    assert posted.standing.state is ProbeState.UNKNOWN


def test_judges_that_take_too_long_are_said_to(make: Make, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make("capital", LENGTH)
    monkeypatch.setattr(asking, "_JUDGED_WITHIN_S", 0)
    [result] = client.post("/admin/probes/capital/run").json()["results"]
    assert "The judges took longer than 0 s." in result["detail"]


def test_a_full_queue_refuses_a_run_by_hand_and_keeps_no_server_from_ending(
    make: Make, bench: Bench, project: str
) -> None:
    make()
    full = replace(bench, writers=replace(bench.writers, spans=FullQueue(bench.stopping)))
    with pytest.raises(Busy):
        do_run(full, to_run(bench, project, is_manual=True))
    bench.stopping.clear()
    with pytest.raises(Interrupted):
        do_run(full, to_run(bench, project))
