"""Posting to an address that somebody typed in: in bounded time, and never to where it must not go."""

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx2

from ratchet.alerts.notifications.answer import Answer, failed
from ratchet.net.client import open_client
from ratchet.net.refusal import AddressRefused
from ratchet.net.resolving import Resolver, resolve

TIMEOUT_S = 10.0
RETRY_AFTER_S_MAX = 3600.0
_ANSWER_SIZE_BYTES_MAX = 64 * 1024
_HOPS_MAX = 3
_USER_AGENT = "Ratchet-Alerts/1"

# What says that it is this message which is wrong; everything else may be over later.
_FINAL = frozenset({400, 405, 410, 411, 413, 414, 415, 422})
_BUSY = 429
_FOR_THE_FIRST = frozenset({"host", "content-length", "authorization", "cookie"})
_SAME_BODY_ELSEWHERE = frozenset({307, 308})


class Post(NamedTuple):
    """A body for an address. One that holds a key follows no redirect, or it would hand the key on."""

    url: str
    body: bytes
    headers: Mapping[str, str] = {}
    allow_private: bool = False
    follows_redirects: bool = False


def post(sent: Post, *, timeout_s: float = TIMEOUT_S, resolver: Resolver = resolve) -> Answer:
    """Send it once, and say what came of it."""
    headers = {"Content-Type": "application/json", "User-Agent": _USER_AGENT, **sent.headers}
    try:
        with open_client(
            allow_private=sent.allow_private,
            timeout_s=timeout_s,
            max_body=_ANSWER_SIZE_BYTES_MAX,
            resolver=resolver,
        ) as client:
            request = client.build_request("POST", sent.url, content=sent.body, headers=headers)
            return _send(client, request, hops=_HOPS_MAX if sent.follows_redirects else 0)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return _explain(error, timeout_s)


def _send(client: httpx2.Client, request: httpx2.Request, hops: int) -> Answer:
    with closing(client.send(request, stream=True)) as response:
        elsewhere = _find_elsewhere(response) if hops else None
        if elsewhere is None:
            return _to_answer(response)
    return _send(
        client, client.build_request("POST", elsewhere, content=request.content, headers=_carry(request)), hops - 1
    )


def _find_elsewhere(response: httpx2.Response) -> httpx2.URL | None:
    """Where a redirect wants the same body."""
    if response.status_code not in _SAME_BODY_ELSEWHERE or "Location" not in response.headers:
        return None
    url = response.url.join(response.headers["Location"])
    if response.url.scheme == "https" and url.scheme != "https":
        raise AddressRefused(f"It redirects to {url.host} without encryption, and this does not go there.")
    return url


def _carry(request: httpx2.Request) -> dict[str, str]:
    """What goes along to another address: not what lets somebody in at the first."""
    return {name: value for name, value in request.headers.items() if name not in _FOR_THE_FIRST}


def _to_answer(response: httpx2.Response) -> Answer:
    status = response.status_code
    said = _read(response) or response.reason_phrase
    if response.is_success:
        return Answer(True, said, status)
    if response.is_redirect:
        place = response.url.join(response.headers.get("Location", "")).host
        return Answer(False, f"{status}: it redirects to {place}. Set the address that it has now.", status)
    return Answer(
        False,
        f"{status}: {said}",
        status,
        is_final=status in _FINAL,
        is_busy=status == _BUSY,
        retry_after_s=parse_retry_after(response.headers.get("Retry-After", "")),
    )


def _read(response: httpx2.Response) -> str:
    """What was said, if it can be read: whether the message was taken is known without it."""
    try:
        response.read()
    except httpx2.HTTPError:
        return ""
    return response.content.decode("utf-8", "replace").strip()  # an answer may name any encoding, even none


def parse_retry_after(value: str, now: datetime | None = None) -> float | None:
    """How many seconds to wait, said as such or as a date; an hour at most."""
    if value.strip().isdecimal():
        return min(float(value), RETRY_AFTER_S_MAX)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    wait_s = (moment.replace(tzinfo=moment.tzinfo or UTC) - (now or datetime.now(UTC))).total_seconds()
    return min(max(wait_s, 0.0), RETRY_AFTER_S_MAX)


def _explain(error: Exception, timeout_s: float) -> Answer:
    match error:
        case AddressRefused():
            return failed(str(error), is_final=True)
        case httpx2.TimeoutException():
            return failed(f"No answer within {timeout_s:g} s.")
        case httpx2.InvalidURL() | httpx2.UnsupportedProtocol():
            return failed(f"This is no address to send to: {error}", is_final=True)
        case _:
            return failed(str(error) or type(error).__name__)
