"""Asking an endpoint: an item's values in the request that people wrote, and what comes back."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from uuid import uuid4

import httpx2

from ratchet.domain.answer import AskFailure
from ratchet.domain.dataset import Item
from ratchet.domain.target import Target
from ratchet.domain.template import Unfit, fill, fill_url, item_variables
from ratchet.errors import Conflict, Unavailable
from ratchet.llm.sealing import unseal
from ratchet.net.client import open_async_client
from ratchet.net.refusal import AddressRefused, AnswerRefused
from ratchet.targets.reading import Reader
from ratchet.targets.reply import Continued, Reply, failed

ANSWER_SIZE_BYTES_MAX = 4 * 1024 * 1024
# Between the end of a time-out within the client and the one around it, which is for whatever hangs all the same.
_GRACE_S = 2.0


def begin_trace(_item: Item) -> Continued:
    """A new trace for every request, so that repeats of an item stay apart."""
    trace_id = uuid4().hex
    return Continued(trace_id, trace_id[:16])


class Endpoint:
    """An HTTP endpoint that is asked about items."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        target: Target,
        headers: Mapping[str, str],
        *,
        variables: Mapping[str, Any],
        timeout_s: float,
        continuing: Callable[[Item], Continued] = begin_trace,
    ) -> None:
        self._client = client
        self._target = target
        self._headers = {"Content-Type": "application/json", "Accept": "application/json, text/plain", **headers}
        self._variables = variables
        self._reader = Reader(target)
        self._timeout_s = timeout_s
        self._continuing = continuing

    async def ask(self, item: Item, repeat: int) -> Reply:
        """Send one request, which tells the trace that it asks to be continued."""
        continued = self._continuing(item)
        try:
            request = self._to_request(item, continued)
            async with asyncio.timeout(self._timeout_s + _GRACE_S):
                response = await self._client.send(request)
        except (Unfit, httpx2.InvalidURL) as error:
            return failed(AskFailure.UNFIT_ITEM, f"No request can be made of this item: {error}")
        except (httpx2.HTTPError, TimeoutError) as error:
            return _failed(error, self._timeout_s, continued.trace_id)
        reply = self._reader.read(response.status_code, response.headers, response.content)
        return replace(reply, status_code=response.status_code, trace_id=reply.trace_id or continued.trace_id)

    def _to_request(self, item: Item, continued: Continued) -> httpx2.Request:
        of_item = item_variables(item_id=item.id, query=item.query or "", asked=item.input, metadata=item.metadata)
        said = {**self._variables, **of_item}
        has_body = self._target.method != "GET"
        return self._client.build_request(
            self._target.method,
            fill_url(self._target.url, said),
            content=json.dumps(fill(self._target.body, said), ensure_ascii=False).encode() if has_body else None,
            headers={**self._headers, "traceparent": f"00-{continued.trace_id}-{continued.span_id}-01"},
        )


@asynccontextmanager
async def open_endpoint(
    target: Target,
    secret: str,
    *,
    variables: Mapping[str, Any],
    timeout_s: float,
    continuing: Callable[[Item], Continued] = begin_trace,
) -> AsyncGenerator[Endpoint]:
    """An endpoint whose connections stay open while the block runs; raises `Conflict` for headers under seal."""
    headers = _unseal(secret, target)
    async with open_async_client(
        allow_private=target.allow_private, timeout_s=timeout_s, max_body=ANSWER_SIZE_BYTES_MAX
    ) as client:
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # no item knows of another
        said = {**target.variables, **variables}
        yield Endpoint(client, target, headers, variables=said, timeout_s=timeout_s, continuing=continuing)


def _unseal(secret: str, target: Target) -> dict[str, str]:
    if not target.sealed_headers:
        return {}
    try:
        return json.loads(unseal(secret, target.sealed_headers))
    except Unavailable as error:
        raise Conflict(
            f"The headers of target {target.name!r} were stored under another RATCHET_SECRET. Set that again, or store "
            "them anew."
        ) from error


def _failed(error: Exception, timeout_s: float, trace_id: str) -> Reply:
    match error:
        case AddressRefused():
            return failed(AskFailure.BLOCKED, str(error))
        case AnswerRefused():
            return failed(AskFailure.TOO_LARGE, str(error), trace_id=trace_id)
        case httpx2.TimeoutException() | TimeoutError():
            return failed(AskFailure.TIMEOUT, f"No answer within {timeout_s:g} s.", trace_id=trace_id)
        case _:
            return failed(AskFailure.UNREACHABLE, f"{type(error).__name__}: {error}")
