"""Made-up traffic in the store, and metrics asked of a server in this process."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from measured import BEGAN, ENDS, Made, make

from ratchet.auth.keys import create_key, ensure_project
from ratchet.domain.time import format_time
from ratchet.server.app import create_app
from ratchet.server.stores import Stores
from ratchet.settings import Settings
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides


@pytest.fixture(scope="module")
def project() -> str:
    """One project for the tests of a module: they only read."""
    return f"project-{uuid4().hex}"


@pytest.fixture(scope="module")
def client(stores: Stores, project: str) -> Iterator[TestClient]:
    """A client of a server in this process, with a key of the module's project."""
    ensure_project(stores.records, project, "A module's project")
    key = create_key(stores.records, project, note="test")
    with TestClient(create_app(Settings(), stores), raise_server_exceptions=False) as client:
        client.auth = (key.public_key, key.secret_key)
        yield client


@pytest.fixture(scope="module")
def made(events: EventStore, project: str) -> Made:
    """A project with traces and scores of four days."""
    made = make(project)
    write_spans(events, made.spans)
    write_trace_overrides(events, made.overrides)
    write_scores(events, made.scores)
    return made


@pytest.fixture
def ask(client: TestClient) -> Callable[..., Any]:
    """Asks for metrics of the four days; gives the answer as it is."""

    def get(view: str, *metrics: str, version: str = "v2/", by: tuple[str, ...] = (), **more: Any) -> Any:
        query = {
            "view": view,
            "metrics": [{"measure": name, "aggregation": how} for how, _, name in (m.partition("_") for m in metrics)],
            "dimensions": [{"field": field} for field in by],
            "fromTimestamp": format_time(BEGAN),
            "toTimestamp": format_time(ENDS),
            "config": {"row_limit": 1000},
        }
        return client.get(f"/api/public/{version}metrics", params={"query": json.dumps(query | more)})

    return get


@pytest.fixture
def rows(ask: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """Asks for metrics, which must succeed; gives the rows."""

    def get(*given: Any, **more: Any) -> list[dict[str, Any]]:
        answer = ask(*given, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    return get


@pytest.fixture
def figures(rows: Callable[..., list[dict[str, Any]]]) -> Callable[..., dict[tuple[Any, ...], Any]]:
    """Asks for one metric by some dimensions; gives its figure for each group."""

    def get(view: str, metric: str, *by: str, **more: Any) -> dict[tuple[Any, ...], Any]:
        return {
            tuple(tuple(row[name]) if isinstance(row[name], list) else row[name] for name in by): row[metric]
            for row in rows(view, metric, by=by, **more)
        }

    return get
