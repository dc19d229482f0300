"""Putting the parts together: routers, and the shapes of errors, over stores that are open."""

import logging
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from ratchet import errors
from ratchet.activity import routes as activity
from ratchet.alerts import routes as alerts
from ratchet.auth import routes as auth
from ratchet.auth.secret import ensure_secret
from ratchet.connections import routes as connections
from ratchet.datasets import routes as datasets
from ratchet.datasets.collectors import routes as collectors
from ratchet.export import routes as export
from ratchet.fewshot import routes as fewshot
from ratchet.fewshot.shelf import Shelves
from ratchet.http.cors import PublicCors
from ratchet.http.errors import unprocessable
from ratchet.http.shapes import shape_of
from ratchet.http.traffic import Traffic, TrafficMiddleware
from ratchet.ingest import routes as otlp
from ratchet.judges import routes as judges
from ratchet.judges.calibration import routes as calibration
from ratchet.judges.consistency import routes as consistency
from ratchet.judges.persona import routes as persona
from ratchet.judges.plugins import load_plugins
from ratchet.langfuse import routes as langfuse
from ratchet.media import routes as media
from ratchet.metrics import routes as metrics
from ratchet.probes import routes as probes
from ratchet.regression import routes as regression
from ratchet.server import dashboard, health, printed_links
from ratchet.server.stores import Stores
from ratchet.server.work import Work
from ratchet.settings import Settings
from ratchet.targets import routes as targets
from ratchet.traces import routes as traces

log = logging.getLogger(__name__)

ROUTERS = (
    health.router,
    otlp.router,
    metrics.router,
    *traces.ROUTERS,
    activity.router,
    media.router,
    *auth.ROUTERS,
    *datasets.ROUTERS[:-1],
    *export.ROUTERS,
    datasets.ROUTERS[-1],  # any path may be a name, so it is asked last
    collectors.router,
    judges.router,
    connections.router,
    calibration.router,
    consistency.router,
    persona.router,
    targets.router,
    *regression.ROUTERS,
    *alerts.ROUTERS,
    *fewshot.ROUTERS,
    probes.router,
    *langfuse.ROUTERS,
)


def create_app(settings: Settings, stores: Stores, work: Work | None = None) -> FastAPI:
    """The whole server as an ASGI application; the stores stay their opener's to close.

    `work` goes on while the application runs; without it, nothing is judged.
    """
    load_plugins(settings.judges)
    app = FastAPIOffline(
        title="Ratchet",
        redoc_url=None,
        static_url="/docs/assets",
        favicon_url="/favicon.svg",
        lifespan=None if work is None else work.lifespan,
        swagger_ui_parameters={"validatorUrl": None},  # unasked, it would show the description to a server of its own
    )
    app.state.settings, app.state.traffic = settings, Traffic()
    app.state.events, app.state.records = stores.events, stores.records
    app.state.blobs, app.state.secret = stores.blobs, ensure_secret(stores.records, settings)
    app.state.writers, app.state.changes = stores.writers, stores.changes
    app.state.shelves = Shelves(stores.events, stores.records, app.state.secret)
    app.add_middleware(PublicCors)
    app.add_middleware(TrafficMiddleware, traffic=app.state.traffic)
    for router in (*ROUTERS, dashboard.router, printed_links.router):
        app.include_router(router)
    app.router.routes.append(dashboard.mount_assets())
    for kind in (errors.RatchetError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, answer_error)
    return app


def describe_api() -> dict[str, Any]:
    """The description of the HTTP API, as `/openapi.json` serves it."""
    app = FastAPI(title="Ratchet", version=version("ratchet"))
    for router in ROUTERS:
        app.include_router(router)
    return app.openapi()


def answer_error(request: Request, error: Exception) -> Response:
    """Any error as a response, in the shape of the family of routes that it happened in."""
    shape = shape_of(request.url.path)
    match error:
        case errors.RatchetError():
            return shape(request, error)
        case RequestValidationError():
            return shape(request, unprocessable(error.errors()))
        case HTTPException(status_code=status, detail=detail):
            kind = errors.NotFound if status == 404 else errors.Invalid
            response = shape(request, kind(f"{request.method} {request.url.path}: {detail}"))
            response.status_code = status
            return response
        case _:
            log.error("%s %s failed", request.method, request.url.path, exc_info=error)
            return shape(request, errors.RatchetError("This is a defect of Ratchet; the server's log says more."))
