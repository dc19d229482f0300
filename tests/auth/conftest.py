"""A tiny application behind the guard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from starlette.testclient import TestClient

from ratchet.auth.guard import Caller, Identity, ScoreCaller, TelemetryCaller
from ratchet.auth.keys import NewKey, create_key, ensure_project
from ratchet.errors import RatchetError
from ratchet.http.errors import error_response
from ratchet.settings import Settings
from ratchet.store.records import RecordStore


@pytest.fixture
def key(records: RecordStore) -> NewKey:
    """A key for the project `shop`."""
    ensure_project(records, "shop", "Shop")
    return create_key(records, "shop")


@pytest.fixture
def open_app(records: RecordStore, tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Starts the application; `dev` as the setting, `host` as the address that requests come from."""
    clients: list[TestClient] = []

    def open_client(*, dev: bool = False, host: str = "203.0.113.7") -> TestClient:
        app = build_app(records, Settings(data_dir=tmp_path, dev=dev))
        clients.append(TestClient(app, client=(host, 50000)).__enter__())
        return clients[-1]

    yield open_client
    for client in clients:
        client.__exit__()


def build_app(records: RecordStore, settings: Settings) -> FastAPI:
    """Three routes that answer with who asks."""
    app = FastAPI()
    app.state.records, app.state.settings = records, settings

    @app.get("/data")
    def read_data(caller: Caller) -> Identity:
        return caller

    @app.get("/scores")
    def read_scores(caller: ScoreCaller) -> Identity:
        return caller

    @app.get("/telemetry")
    def read_telemetry(caller: TelemetryCaller) -> Identity:
        return caller

    @app.exception_handler(RatchetError)
    def answer(request: Request, error: RatchetError) -> Response:
        return error_response(error, request)

    return app
