"""Regression tests: a dataset asked through a target, there or here, and what came of it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ratchet.sdk.client import AsyncClient
from ratchet.sdk.connection import Connection
from ratchet.sdk.regression.asking import ask_all
from ratchet.sdk.regression.endpoint import Endpoint, Request
from ratchet.sdk.regression.function import Function
from ratchet.sdk.regression.question import Respondent
from ratchet.sdk.regression.report import RegressionReport
from ratchet.sdk.regression.wanted import Wanted

_POLL_FIRST_S = 0.1
_POLL_MAX_S = 2.0

Target = str | Request | Callable[[Any], Any] | None
"""The name of a target on the server (`None`: its default), an address to ask from here, or a function."""

Watch = Callable[[Mapping[str, Any]], object]
"""Called with the test as the server shows it, whenever it has been looked at."""


def _ignore(_: Mapping[str, Any]) -> None:
    """Nobody watches."""


async def run_test(
    wanted: Wanted,
    target: Target = None,
    *,
    connection: Connection | None = None,
    watch: Watch = _ignore,
    resume: str = "",
) -> RegressionReport:
    """Run a test to its end and give what came of it, with a verdict or without.

    Arguments:
        wanted: which items, how often, and what is held against what.
        target: who is asked.
        connection: which server; the environment's by default.
        watch: told of the progress.
        resume: the id of a test that was asked from here and broken off; only what is missing is asked.

    Raises the errors of `ratchet.errors`: `NotFound` for a dataset, target or baseline that there is not,
    `Unprocessable` for what cannot be tested, `Unavailable` when no server answers.

    """
    async with AsyncClient(connection) as client:
        match target:
            case str() if target.startswith(("http://", "https://")):
                return await _ask_here(client, wanted, Request(url=target), watch, resume)
            case str() | None:
                told = await client.post("/admin/regression/test", wanted.to_test_body(target))
                return await _wait(client, told, watch)
            case _:
                return await _ask_here(client, wanted, target, watch, resume)


async def _ask_here(
    client: AsyncClient, wanted: Wanted, target: Request | Callable[[Any], Any], watch: Watch, resume: str
) -> RegressionReport:
    name = target.url if isinstance(target, Request) else getattr(target, "__qualname__", repr(target))
    body = {**wanted.to_body(), "target": name}
    told = await (client.get(_path(resume)) if resume else client.post("/admin/regression/runs", body))
    watch(told)
    async with _open(target, wanted) as respondent:
        await _ask(client, told, respondent, wanted, watch)
    told = await client.post(f"/admin/regression/runs/{quote(told['test_id'])}/finish", {})
    return await _wait(client, told, watch)


def _open(target: Request | Callable[[Any], Any], wanted: Wanted) -> Endpoint | Function:
    if isinstance(target, Request):
        return Endpoint(_with_twin(target, wanted), at_once=wanted.concurrency, timeout_s=wanted.timeout_s)
    return Function(target, at_once=wanted.concurrency, timeout_s=wanted.timeout_s)


async def _ask(
    client: AsyncClient, told: Mapping[str, Any], respondent: Respondent, wanted: Wanted, watch: Watch
) -> None:
    async def look() -> None:
        watch(await client.get(_path(told["test_id"])))

    await ask_all(client, told["test_id"], respondent, at_once=wanted.concurrency, retries=wanted.retries, look=look)


def _with_twin(request: Request, wanted: Wanted) -> Request:
    twin = {} if wanted.twin_id is None else {"twin_id": wanted.twin_id}
    return replace(request, variables={**wanted.variables, **request.variables, **twin})


async def _wait(client: AsyncClient, told: Mapping[str, Any], watch: Watch) -> RegressionReport:
    """The report, once the test is over; looked at ever more seldom."""
    pause_s = _POLL_FIRST_S
    while told["status"] not in ("completed", "failed", "cancelled"):
        watch(told)
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 1.5, _POLL_MAX_S)
        told = await client.get(_path(told["test_id"]))
    watch(told)
    return RegressionReport(told)


def _path(test_id: str) -> str:
    return f"/admin/regression/test/{quote(test_id, safe='')}"
