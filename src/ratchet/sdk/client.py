"""Talking to a server: JSON there and back, its errors as exceptions."""

import json
import ssl
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx2

from ratchet import errors
from ratchet.sdk.connection import Connection, read_connection

_BY_CODE: Mapping[str, type[errors.RatchetError]] = {
    kind.code: kind
    for kind in (
        errors.Invalid,
        errors.Unauthorized,
        errors.Forbidden,
        errors.NotFound,
        errors.Conflict,
        errors.TooLarge,
        errors.Unprocessable,
        errors.Busy,
        errors.Unavailable,
    )
}
# For answers that carry no code of ours: another shape of error, or a proxy in between.
_BY_STATUS: Mapping[int, type[errors.RatchetError]] = {
    400: errors.Invalid,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    413: errors.TooLarge,
    422: errors.Unprocessable,
    429: errors.Busy,
    502: errors.Unavailable,
    503: errors.Unavailable,
    504: errors.Unavailable,
}


class Client:
    """A client for threads; keeps its connections open until it is closed.

    Every method raises the error of `ratchet.errors` that the server answered with, `Unavailable` when none answers.
    """

    def __init__(self, connection: Connection | None = None) -> None:
        self.connection = connection or read_connection()
        self._http = httpx2.Client(**_options(self.connection))

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """The JSON at a path; parameters that are `None` are left out."""
        return self.request("GET", path, params=params)

    def post(self, path: str, json: Any) -> Any:
        """The JSON that the server answers with."""
        return self.request("POST", path, json=json)

    def request(self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None) -> Any:
        """Any request, its answer as JSON; `None` where there is none."""
        try:
            response = self._http.request(method, path, params=_given(params), json=json)
        except httpx2.HTTPError as error:
            raise _unanswered(self.connection, error) from error
        return _read(response)

    def get_newer(self, path: str, params: Mapping[str, Any] | None = None, *, etag: str) -> tuple[Any, str] | None:
        """The JSON at a path with its tag; `None` while it is what `etag` names."""
        headers = {"If-None-Match": etag} if etag else None
        try:
            response = self._http.get(path, params=_given(params), headers=headers)
        except httpx2.HTTPError as error:
            raise _unanswered(self.connection, error) from error
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        return _read(response), response.headers.get("etag", "")

    def send(
        self, path: str, content: Iterable[bytes], *, size_bytes: int, params: Mapping[str, Any] | None = None
    ) -> Iterator[Any]:
        """Send a file as the body of a POST, and give each line of JSON that the server answers with, as it comes."""
        headers = {"Content-Length": str(size_bytes), "Accept": "application/x-ndjson"}
        try:
            with self._http.stream("POST", path, params=_given(params), content=content, headers=headers) as response:
                if response.is_error:
                    response.read()
                    raise _to_error(response)
                yield from map(_read_line, response.iter_lines())
        except httpx2.HTTPError as error:
            raise _unanswered(self.connection, error) from error

    def fetch(self, path: str) -> Iterator[bytes]:
        """The bytes at a path, as they come."""
        try:
            with self._http.stream("GET", path) as response:
                if response.is_error:
                    response.read()
                    raise _to_error(response)
                yield from response.iter_bytes()
        except httpx2.HTTPError as error:
            raise _unanswered(self.connection, error) from error

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient:
    """The same for one event loop."""

    def __init__(self, connection: Connection | None = None) -> None:
        self.connection = connection or read_connection()
        self._http = httpx2.AsyncClient(**_options(self.connection))

    async def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """The JSON at a path; parameters that are `None` are left out."""
        return await self.request("GET", path, params=params)

    async def post(self, path: str, json: Any) -> Any:
        """The JSON that the server answers with."""
        return await self.request("POST", path, json=json)

    async def request(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None
    ) -> Any:
        """Any request, its answer as JSON; `None` where there is none."""
        try:
            response = await self._http.request(method, path, params=_given(params), json=json)
        except httpx2.HTTPError as error:
            raise _unanswered(self.connection, error) from error
        return _read(response)

    async def close(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _options(connection: Connection) -> dict[str, Any]:
    return {
        "base_url": connection.url,
        "auth": connection.auth,
        "timeout": connection.timeout_s,
        "verify": _trusted_authorities(),
    }


@cache
def _trusted_authorities() -> ssl.SSLContext:
    """Read once: it takes longer than most requests."""
    return httpx2.create_ssl_context()


def _given(params: Mapping[str, Any] | None) -> dict[str, Any] | None:
    # No parameters is None and never {}, which would cut off those that stand in the path.
    return {name: value for name, value in (params or {}).items() if value is not None} or None


def _unanswered(connection: Connection, error: httpx2.HTTPError) -> errors.Unavailable:
    problem = str(error) or type(error).__name__
    return errors.Unavailable(
        f"No server answers at {connection.url} ({problem}). Start one with `ratchet serve`, or set RATCHET_URL."
    )


def _read(response: httpx2.Response) -> Any:
    if response.is_error:
        raise _to_error(response)
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError as error:
        raise errors.Unavailable(f"{response.url} answered with no JSON. Is RATCHET_URL a Ratchet server?") from error


def _read_line(line: str) -> Any:
    """A line of an answer; an error that came up after the answer began is its last line."""
    value = json.loads(line)
    kind = _BY_CODE.get(str(value.get("code"))) if isinstance(value, dict) and "message" in value else None
    if kind is None:
        return value
    raise _make(kind, str(value["message"]), value.get("details"))


def _to_error(response: httpx2.Response) -> errors.RatchetError:
    body = _body(response)
    message = str(body.get("message") or f"{response.url} answered {response.status_code}.")
    kind = _BY_CODE.get(str(body.get("code"))) or _BY_STATUS.get(response.status_code, errors.RatchetError)
    if issubclass(kind, errors.Busy):
        wait = response.headers.get("retry-after", "")
        return kind(message, retry_after_s=int(wait) if wait.isdecimal() else 1)
    return _make(kind, message, body.get("details"))


def _make(kind: type[errors.RatchetError], message: str, details: Any) -> errors.RatchetError:
    if issubclass(kind, errors.Busy):
        return kind(message)
    return kind(message, details=details if isinstance(details, dict) else None)


def _body(response: httpx2.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
