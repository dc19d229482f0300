"""A server that is not there, goes away, or comes back; and what is said of it."""

import logging
import socket
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from ratchet.domain.span import Span
from ratchet.errors import Invalid, RatchetError, Unavailable
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.spans import write_spans
from ratchet.testing.clickhouse import Gateway, running_gateway

PASSWORD = "sesame-4711"


def with_password(url: str) -> str:
    return url.replace("://", f"://somebody:{PASSWORD}@")


@pytest.fixture
def own_gateway(tmp_path: Path) -> Iterator[Gateway]:
    with running_gateway(tmp_path) as gateway:
        yield gateway


@pytest.fixture
def nobody() -> str:
    """The address of a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"clickhouse://127.0.0.1:{port}/default"


def everything_said_of(call: Callable[[], object], log: pytest.LogCaptureFixture) -> str:
    with log.at_level(logging.DEBUG), pytest.raises(Unavailable) as raised:
        call()
    return "".join(traceback.format_exception(raised.value)) + repr(raised.value) + log.text


def test_a_store_whose_server_goes_away_is_unavailable_and_works_again_when_it_is_back(
    own_gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_event_store(with_password(own_gateway.url))
    write_spans(store, [Span("p", "trace", "before")])
    own_gateway.kill()
    for call in (
        lambda: write_spans(store, [Span("p", "trace", "meanwhile")]),
        lambda: store.query("SELECT 1"),
        lambda: store.command("SYSTEM FLUSH LOGS"),
    ):
        said = everything_said_of(call, caplog)
        assert "does not answer" in said
        assert PASSWORD not in said
    own_gateway.start()
    write_spans(store, [Span("p", "trace", "after")])
    assert store.query("SELECT span_id FROM spans FINAL ORDER BY span_id") == [("after",), ("before",)]
    store.close()


def test_a_server_that_is_not_there_is_named_without_its_password(
    nobody: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = everything_said_of(lambda: open_event_store(with_password(nobody)), caplog)
    assert nobody.removeprefix("clickhouse://").removesuffix("/default") in said
    assert PASSWORD not in said


def test_a_server_that_never_answers_is_not_waited_for_beyond_its_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"clickhouse://127.0.0.1:{silent.getsockname()[1]}/default?send_receive_timeout=1"
        with pytest.raises(Unavailable, match="cannot be opened"):
            open_event_store(url)


def test_what_a_server_refuses_is_told_without_its_password(gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    store = open_event_store(with_password(gateway.url))
    said = everything_said_of(lambda: store.query("SELECT nonsense FROM nowhere"), caplog)
    assert "UNKNOWN_TABLE" in said
    assert PASSWORD not in said
    store.close()


def test_a_database_that_is_missing_is_made(gateway: Gateway) -> None:
    store = open_event_store(gateway.url_of(f"made-by-{uuid4().hex}"))
    write_spans(store, [Span("p", "trace", "span")])
    assert store.query("SELECT count() FROM spans") == [(1,)]
    store.close()


@pytest.mark.parametrize(
    "url", ["postgresql://host/db", "spans.db", "", "clickhouse://host:port/db", "clickhouse://[::1/db"]
)
def test_a_url_that_is_none_of_ours_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="RATCHET_EVENTS_URL"):
        open_event_store(url)


def test_tls_is_spoken_where_the_url_asks_for_it(gateway: Gateway) -> None:
    # The gateway speaks no TLS: that it does not understand is what shows that TLS was spoken.
    with pytest.raises(RatchetError, match="cannot be opened"):
        open_event_store(gateway.url.replace("clickhouse://", "clickhouses://"))


def test_a_query_that_fails_leaves_the_store_usable(events: EventStore) -> None:
    for _ in range(10):
        with pytest.raises(Unavailable, match="UNKNOWN_TABLE"):
            events.query("SELECT * FROM nowhere")
    assert events.query("SELECT 1") == [(1,)]
