import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from ratchet import AsyncClient, Client, Connection, errors
from ratchet.http.errors import STATUS
from ratchet.sdk.connection import read_connection
from ratchet.testing.server import Server

Get = Callable[[Connection, str], Any]


def get_in_a_thread(connection: Connection, path: str) -> Any:
    with Client(connection) as client:
        return client.get(path)


def get_in_a_loop(connection: Connection, path: str) -> Any:
    async def get() -> Any:
        async with AsyncClient(connection) as client:
            return await client.get(path)

    return asyncio.run(get())


@pytest.fixture(params=[get_in_a_thread, get_in_a_loop])
def get(request: pytest.FixtureRequest) -> Get:
    return request.param


def to_connection(server: Server) -> Connection:
    return Connection(server.url, server.public_key, server.secret_key)


def test_an_answer_is_its_json(server: Server, get: Get) -> None:
    assert get(to_connection(server), "/metrics/errors?from=2001-01-01&to=2001-01-02")["total_traces"] == 0


def test_a_wrong_key_is_told_by_the_servers_own_words(server: Server, get: Get) -> None:
    with pytest.raises(errors.Unauthorized, match="key"):
        get(Connection(server.url, "pk-nobody", "sk-nobody"), "/metrics/errors")


def test_no_key_at_all_is_told_too(server: Server, get: Get) -> None:
    with pytest.raises(errors.Unauthorized):
        get(Connection(server.url), "/metrics/errors")


def test_what_is_not_there_is_not_found(server: Server, get: Get) -> None:
    with pytest.raises(errors.NotFound):
        get(to_connection(server), "/nowhere")


def test_a_value_out_of_range_keeps_the_details_that_name_the_field(server: Server, get: Get) -> None:
    with pytest.raises(errors.Unprocessable, match="hours") as raised:
        get(to_connection(server), "/metrics/errors?hours=0")
    assert raised.value.details["fields"][0]["field"] == "hours"


@pytest.mark.parametrize("kind", STATUS)
def test_every_error_of_the_server_arrives_as_what_it_was(
    answer_with: Callable[..., str], get: Get, kind: type[errors.RatchetError]
) -> None:
    body = json.dumps({"code": kind.code, "message": "what and why", "details": {"retry_after_s": 7}}).encode()
    url = answer_with(STATUS[kind], body, Retry_After="7")
    with pytest.raises(kind, match="what and why") as raised:
        get(Connection(url), "/")
    assert raised.value.details == {"retry_after_s": 7}


@pytest.mark.parametrize("kind", STATUS)
def test_an_error_without_a_code_is_known_by_its_status(
    answer_with: Callable[..., str], get: Get, kind: type[errors.RatchetError]
) -> None:
    url = answer_with(STATUS[kind], b"<h1>Something in between</h1>")
    with pytest.raises(kind, match=url):
        get(Connection(url), "/")


def test_a_server_that_is_no_ratchet_is_told_as_such(answer_with: Callable[..., str], get: Get) -> None:
    with pytest.raises(errors.Unavailable, match="RATCHET_URL"):
        get(Connection(answer_with(200, b"<h1>Welcome</h1>")), "/")


def test_an_empty_answer_is_none(answer_with: Callable[..., str], get: Get) -> None:
    assert get(Connection(answer_with(204)), "/") is None


def test_nobody_at_the_address_is_told_with_the_address(get: Get) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(errors.Unavailable, match=url):
            get(Connection(url, timeout_s=5), "/")


def test_a_server_that_keeps_silent_is_given_up_after_the_timeout(get: Get) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(errors.Unavailable, match=r"Timeout|timed out"):
            get(Connection(url, timeout_s=0.2), "/")


def test_without_any_variable_the_default_server_is_asked_without_a_key() -> None:
    connection = read_connection({})
    assert connection.url == "http://127.0.0.1:4318"
    assert connection.auth is None


def test_our_variables_are_read() -> None:
    given = {"RATCHET_URL": "https://r.example/", "RATCHET_PUBLIC_KEY": "pk", "RATCHET_SECRET_KEY": "sk"}
    assert read_connection(given) == Connection("https://r.example", "pk", "sk")


def test_langfuses_keys_are_taken_where_ours_are_not_set() -> None:
    given = {"LANGFUSE_PUBLIC_KEY": "pk-lf", "LANGFUSE_SECRET_KEY": "sk-lf"}
    assert read_connection(given).auth == ("pk-lf", "sk-lf")


def test_half_a_pair_is_never_completed_from_the_other_one() -> None:
    given = {"RATCHET_PUBLIC_KEY": "pk", "LANGFUSE_PUBLIC_KEY": "pk-lf", "LANGFUSE_SECRET_KEY": "sk-lf"}
    assert read_connection(given).auth == ("pk", "")


def test_a_secret_is_not_shown_with_its_connection() -> None:
    assert "hush" not in repr(Connection("http://host", "pk", "hush"))
