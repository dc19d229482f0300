"""What tests of regression runs share: a dataset, an application that answers, and runs done at once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.judges.bench import Bench, open_bench
from ratchet.regression.doing import do_run
from ratchet.server.stores import Stores
from ratchet.store.records.secrets import read_secret
from ratchet.testing.target import TargetApp, running_target

Api = Callable[..., Any]


@pytest.fixture
def bench(stores: Stores, client: TestClient) -> Bench:
    """What runs are done with; the secret is the one of the server under test."""
    return open_bench(stores.events, stores.records, stores.writers, read_secret(stores.records, "server") or "")


@pytest.fixture
def app() -> Iterator[TargetApp]:
    """An application on this machine that repeats what it is asked."""
    with running_target() as app:
        yield app


@pytest.fixture
def ask(client: TestClient) -> Api:
    """Calls the API, and gives what it says; the status has to be as expected."""

    def call(method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        answer = client.request(method, f"/admin/{path}", **options)
        assert answer.status_code == status, answer.text
        return answer.json()

    return call


@pytest.fixture
def fill(ask: Api) -> Api:
    """Makes a dataset of questions, each of which is its own answer."""

    def make(count: int = 5, name: str = "questions", **fields: Any) -> list[str]:
        ask("POST", "datasets", status=201, json={"name": name})
        items = [
            {"id": f"{name}-{number}", "input": f"question {number}", "expectedOutput": f"question {number}", **fields}
            for number in range(count)
        ]
        return ask("POST", f"datasets/{name}/items", json={"items": items})["ids"]

    return make


@pytest.fixture
def aim(ask: Api, app: TargetApp) -> Api:
    """Makes a target of an application."""

    def make(url: str | None = None, name: str = "app", **fields: Any) -> Any:
        sent = {"name": name, "url": url or app.url, "allow_private": True, "answer_path": "$.answer", **fields}
        return ask("POST", "targets", status=201, json=sent)

    return make


@pytest.fixture
def run_test(ask: Api, bench: Bench, project: str) -> Api:
    """Wants a test, does it, and gives what the server says of it then."""

    def run(**fields: Any) -> Any:
        sent = {"dataset_name": "questions", "background": True, **fields}
        wanted = ask("POST", "regression/test", status=202, json=sent)
        do_run(bench, project, wanted["test_id"])
        return ask("GET", f"regression/test/{wanted['test_id']}")

    return run
