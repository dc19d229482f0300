"""A Langfuse-compatible server at the other end: asked again while it is busy, read page by page."""

import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx2

from ratchet import errors
from ratchet.sdk.connection import Connection

PAGE = 100
_ATTEMPTS = 8
_WAIT_S_MAX = 60.0
_TIMEOUT_S = 60.0
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_KINDS: Mapping[int, type[errors.RatchetError]] = {
    400: errors.Invalid,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.NotFound,
    409: errors.Conflict,
    413: errors.TooLarge,
}

Wait = Callable[[float], None]
Row = dict[str, Any]


class Remote:
    """One server and a pair of keys; may be used by several threads."""

    def __init__(self, connection: Connection, *, wait: Wait = time.sleep) -> None:
        self.url = connection.url
        self._wait = wait
        self._http = httpx2.Client(base_url=connection.url, auth=connection.auth, timeout=_TIMEOUT_S)

    def get(self, path: str, **params: Any) -> Any:
        """The JSON at a path; parameters that are `None` are left out."""
        given = {name: value for name, value in params.items() if value is not None}
        return self._request("GET", path, params=given or None)

    def send(self, method: str, path: str, **request: Any) -> Any:
        """The JSON that is answered; asked again while the server is busy, so what is sent must bear repeating."""
        return self._request(method, path, **request)

    def pages(self, path: str, *, limit: int = PAGE, **params: Any) -> Iterator[tuple[list[Row], int]]:
        """The pages of a list, each with how many rows the list has altogether."""
        page, is_more = 1, True
        while is_more:
            answer = self.get(path, page=page, limit=limit, **params)
            yield answer["data"], int(answer["meta"]["totalItems"])
            is_more = page < int(answer["meta"]["totalPages"])
            page += 1

    def rows(self, path: str, **params: Any) -> Iterator[Row]:
        """The rows of a list with pages."""
        for rows, _ in self.pages(path, **params):
            yield from rows

    def count(self, path: str, **params: Any) -> int:
        """How many rows a list with pages has."""
        return int(self.get(path, page=1, limit=1, **params)["meta"]["totalItems"])

    def walk(self, path: str, params: Mapping[str, Any], *, limit: int = PAGE) -> Iterator[list[Row]]:
        """The pages of a list behind a cursor."""
        cursor, is_more = None, True
        while is_more:
            answer = self.get(path, limit=limit, **{**params, "cursor": cursor})
            yield answer["data"]
            cursor = answer.get("meta", {}).get("cursor")
            is_more = cursor is not None

    @contextmanager
    def download(self, url: str) -> Generator[httpx2.Response]:
        """What stands at an address that carries its own permission."""
        with httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=True) as http, http.stream("GET", url) as response:
            if response.is_error:
                response.read()
                raise to_error(response)
            yield response

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _request(self, method: str, path: str, **request: Any) -> Any:
        for attempt in range(_ATTEMPTS):
            is_last = attempt == _ATTEMPTS - 1
            try:
                response = self._http.request(method, path, **request)
            except httpx2.TransportError as error:
                if is_last:
                    raise errors.Unavailable(f"{self.url} does not answer: {error or type(error).__name__}") from error
                self._wait(_backoff_s(attempt))
                continue
            if response.status_code not in _BUSY or is_last:
                return _read(response)
            self._wait(_asked_wait_s(response) or _backoff_s(attempt))
        raise AssertionError  # the last attempt returns or raises


def quoted(name: str) -> str:
    """A name as one part of a path, whatever slashes it holds."""
    return quote(name, safe="")


def to_error(response: httpx2.Response) -> errors.RatchetError:
    """An answer that says no, as the error that it means."""
    kind = _KINDS.get(response.status_code, errors.Unavailable)
    try:
        said = response.json()
    except ValueError:
        said = None
    message = said.get("message") if isinstance(said, dict) else None
    detail = said.get("error") if isinstance(said, dict) else None
    more = f": {detail}" if isinstance(detail, list) else ""
    where = f"{response.request.method} {response.url.path} answered {response.status_code}"
    return kind(f"{where}: {message or response.text[:200]}{more}")


def _read(response: httpx2.Response) -> Any:
    if response.is_error:
        raise to_error(response)
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError as error:
        raise errors.Unavailable(f"{response.url} answered with no JSON. Is it a Langfuse server?") from error


def _asked_wait_s(response: httpx2.Response) -> float:
    """How long the server asks to be left alone."""
    said = response.headers.get("retry-after", "")
    return min(float(said), _WAIT_S_MAX) if said.isdecimal() else 0.0


def _backoff_s(attempt: int) -> float:
    return min(0.5 * 2**attempt, _WAIT_S_MAX) * random.uniform(0.5, 1)  # noqa: S311 - spreads out, and guards nothing
