"""Addresses that people type in lead nowhere that they should not, whatever they look like."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from ratchet.errors import Invalid
from ratchet.net.address import check_url
from ratchet.net.client import open_async_client, open_client
from ratchet.net.reach import Address, Reach, reach_of
from ratchet.net.refusal import AddressRefused, AnswerRefused
from ratchet.testing.serving import serving

PUBLIC = "93.184.215.14"
LOOPBACK = [
    "127.0.0.1", "localhost", "LOCALHOST", "127.1", "0x7f000001", "2130706433", "017700000001", "0x7f.1",
    "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "0xa9fea9fe", "2852039166", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "[fe80::1]",
    "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "metadata.google.internal", "100.100.100.200", "168.63.129.16",
    "0.0.0.0", "[::]", "224.0.0.1", "255.255.255.255",
]  # fmt: skip


class Names:
    """A resolver that gives its answers in turn, and counts."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.asked += 1
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [ip_address(answer)]


def say_host(request: Request) -> Response:
    return PlainTextResponse(request.headers["host"])


def redirect(request: Request) -> Response:
    return RedirectResponse(request.query_params["to"])


def flood(_: Request) -> Response:
    return StreamingResponse(b"x" * 1000 for _ in range(1000))


def packed(_: Request) -> Response:
    return PlainTextResponse("", headers={"Content-Encoding": "gzip"})


async def drip(_: Request) -> Response:
    async def drops() -> Any:
        while True:
            yield b"."
            await asyncio.sleep(0.02)

    return StreamingResponse(drops())


@pytest.fixture(scope="module")
def place() -> Iterator[httpx2.URL]:
    routes = [Route(f"/{one.__name__}", one) for one in (say_host, redirect, flood, packed, drip)]
    with serving(Starlette(routes=routes)) as url:
        yield httpx2.URL(url)


Get = Callable[..., httpx2.Response]


def get(url: Any, *, allow_private: bool = True, timeout_s: float = 60, follow: bool = False, **more: Any) -> Any:
    with open_client(allow_private=allow_private, timeout_s=timeout_s, max_body=10_000, **more) as client:
        return client.get(url, follow_redirects=follow)


def get_on_a_loop(
    url: Any, *, allow_private: bool = True, timeout_s: float = 60, follow: bool = False, **more: Any
) -> Any:
    async def ask() -> httpx2.Response:
        async with open_async_client(
            allow_private=allow_private, timeout_s=timeout_s, max_body=10_000, **more
        ) as client:
            return await client.get(url, follow_redirects=follow)

    return asyncio.run(ask())


both = pytest.mark.parametrize("ask", [get, get_on_a_loop])


@both
@pytest.mark.parametrize("host", LOOPBACK)
def test_this_machine_is_not_asked_under_any_of_its_names(ask: Get, host: str, place: httpx2.URL) -> None:
    url = f"http://{host}:{place.port}/say_host"
    with pytest.raises(AddressRefused, match="private"):
        ask(url, allow_private=False)
    with pytest.raises(Invalid, match=r"^target: .*private"):
        check_url(url, allow_private=False, field="target")
    check_url(url, allow_private=True)


@both
@pytest.mark.parametrize("host", NEVER)
def test_metadata_of_clouds_and_their_like_are_never_asked(ask: Get, host: str) -> None:
    with pytest.raises(AddressRefused, match="never asked"):
        ask(f"http://{host}/latest/meta-data", allow_private=True)
    with pytest.raises(Invalid, match=r"^url: .*never asked"):
        check_url(f"http://{host}/latest/meta-data", allow_private=True)


@both
def test_a_host_is_looked_up_once_and_keeps_its_name(ask: Get, place: httpx2.URL) -> None:
    names = Names("127.0.0.1", "169.254.169.254")
    url = place.copy_with(host="models.example", path="/say_host")
    assert ask(url, resolver=names).text == f"models.example:{place.port}"
    assert names.asked == 1


@both
def test_a_name_that_turns_private_after_it_was_checked_is_not_asked(ask: Get, place: httpx2.URL) -> None:
    names = Names(PUBLIC, "127.0.0.1")
    url = str(place.copy_with(host="turning.example", path="/say_host"))
    check_url(url, allow_private=False, resolver=names)
    with pytest.raises(AddressRefused, match=r"turning\.example \(127\.0\.0\.1\)"):
        ask(url, allow_private=False, resolver=names)


@both
def test_redirects_are_not_followed_unless_asked_and_are_checked_then(ask: Get, place: httpx2.URL) -> None:
    to_metadata = place.join("/redirect?to=http://169.254.169.254/")
    assert ask(to_metadata).status_code == 307
    with pytest.raises(AddressRefused, match="169"):
        ask(to_metadata, follow=True)
    assert ask(place.join("/redirect?to=/say_host"), follow=True).status_code == 200


@both
def test_an_answer_is_read_no_further_than_agreed(ask: Get, place: httpx2.URL) -> None:
    with pytest.raises(AnswerRefused, match="10,000 bytes"):
        ask(place.join("/flood"))
    with pytest.raises(AnswerRefused, match="packed as gzip"):
        ask(place.join("/packed"))


@both
def test_an_answer_that_drips_is_given_up(ask: Get, place: httpx2.URL) -> None:
    with pytest.raises(httpx2.ReadTimeout):
        ask(place.join("/drip"), timeout_s=0.5)


@both
def test_no_proxy_of_the_environment_is_asked(ask: Get, place: httpx2.URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert ask(place.join("/say_host")).status_code == 200


@both
def test_a_host_that_nobody_knows_is_an_error_of_the_connection(ask: Get) -> None:
    def nobody(host: str, port: int) -> Sequence[Address]:
        raise OSError("not known")

    with pytest.raises(httpx2.ConnectError, match=r"nowhere\.example"):
        ask("http://nowhere.example/", resolver=nobody)
    check_url("http://nowhere.example/", allow_private=False, resolver=nobody)


def test_tls_asks_for_the_name_and_not_for_the_address() -> None:
    with hearing_names() as (port, heard), pytest.raises(httpx2.ConnectError):
        get(f"https://models.example:{port}/", resolver=Names("127.0.0.1"))
    assert heard == ["models.example"]


@contextmanager
def hearing_names() -> Generator[tuple[int, list[str | None]]]:
    """A server that hears which name a client wants, and has no certificate for any."""
    heard: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda _socket, name, _context: heard.append(name)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()


@pytest.mark.parametrize(
    "url", ["", "ftp://example.com", "http://", "//example.com", "http://example.com:99999", "x" * 3000]
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(Invalid, match=r"^url: "):
        check_url(url, allow_private=True)


def test_public_addresses_are_public() -> None:
    for address in (PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8", "64:ff9b::808:808"):
        assert reach_of(ip_address(address)) is Reach.PUBLIC
