"""What tests of probes share: an application that answers, and probes of it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.probe import ProbeResult
from ratchet.judges.bench import Bench, open_bench
from ratchet.probes.run import ProbeRun
from ratchet.probes.running import do_run
from ratchet.server.stores import Stores
from ratchet.store.records.probes import read_probe
from ratchet.testing.target import Asked, Said, TargetApp, running_target

Make = Callable[..., Any]


class Application:
    """An application that says what a test tells it to."""

    def __init__(self) -> None:
        self.says = Said({"answer": "Paris is the capital of France."})
        self.asked: list[Asked] = []

    def answer(self, asked: Asked) -> Said:
        self.asked.append(asked)
        return self.says


@pytest.fixture
def application() -> Application:
    """What the application says, for a test to change."""
    return Application()


@pytest.fixture
def app(application: Application) -> Iterator[TargetApp]:
    """The application, on a port of this machine."""
    with running_target(application.answer) as app:
        yield app


@pytest.fixture
def make(client: TestClient, app: TargetApp) -> Make:
    """Makes a probe of the application, and gives what the server says of it."""
    target = {"name": "app", "url": app.url, "allow_private": True, "answer_path": "$.answer"}
    assert client.post("/admin/targets", json=target).status_code == 201
    assert client.post("/admin/judges", json={"name": "length", "kind": "length"}).status_code == 201

    def create(name: str = "capital", *checks: dict[str, Any], **fields: Any) -> Any:
        sent = {"name": name, "target": "app", "queries": ["What is the capital of France?"], "checks": list(checks)}
        answer = client.post("/admin/probes", json=sent | fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return create


@pytest.fixture
def bench(stores: Stores, client: TestClient) -> Bench:
    """What runs of probes need, with the secret of the client's server."""
    return open_bench(stores.events, stores.records, stores.writers, client.app.state.secret)  # type: ignore[attr-defined]


@pytest.fixture
def run(bench: Bench, project: str) -> Callable[[str, str], Sequence[ProbeResult]]:
    """Does a run of a probe as if it had been due, under an id."""

    def do(name: str, run_id: str, missed: int = 0) -> Sequence[ProbeResult]:
        posted = read_probe(bench.records, project, name)
        assert posted is not None
        return do_run(bench, ProbeRun(probe=posted.probe, id=run_id, missed=missed))

    return do
