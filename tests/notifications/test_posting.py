"""Posting: never to where it must not go, in bounded time, and told why it failed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest

from ratchet.alerts.notifications.posting import Post, parse_retry_after, post
from ratchet.testing.webhook import Receiver, Verdict, running_webhook


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with running_webhook() as hook:
        yield hook


def test_a_name_that_leads_to_a_clouds_metadata_is_not_asked_whatever_is_allowed() -> None:
    answer = post(
        Post("http://rebound.example/hook", b"{}", allow_private=True),
        resolver=lambda _host, _port: [ip_address("169.254.169.254")],
    )
    assert (answer.is_delivered, answer.is_final) == (False, True)
    assert "rebound.example (169.254.169.254) is link-local" in answer.detail


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_clouds_metadata_is_not_followed(hook: Receiver, status: int) -> None:
    hook.outage = Verdict(status, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    answer = post(Post(hook.url, b"{}", allow_private=True, follows_redirects=True))
    assert not answer.is_delivered
    assert "169.254.169.254" in answer.detail


def test_a_redirect_that_keeps_the_body_is_followed_with_it(hook: Receiver) -> None:
    with running_webhook() as first:
        first.outage = Verdict(308, headers={"Location": hook.url})
        answer = post(Post(first.url, b'{"id": 1}', {"Ratchet-Id": "1"}, allow_private=True, follows_redirects=True))
    assert answer.is_delivered
    assert (hook.messages, hook.taken[0].headers["ratchet-id"]) == ([{"id": 1}], "1")


def test_a_password_in_an_address_goes_to_that_address_alone(hook: Receiver) -> None:
    with running_webhook() as first:
        first.outage = Verdict(307, headers={"Location": hook.url})
        place = first.url.replace("http://", "http://user:password@")
        assert post(Post(place, b"{}", allow_private=True, follows_redirects=True)).is_delivered
    assert "authorization" in first.came[0].headers
    assert "authorization" not in hook.came[0].headers


def test_a_redirect_is_not_followed_by_what_holds_a_key(hook: Receiver) -> None:
    with running_webhook() as first:
        first.outage = Verdict(307, headers={"Location": hook.url})
        answer = post(Post(first.url, b"{}", allow_private=True))
    assert (answer.is_delivered, answer.is_final, hook.came) == (False, False, [])
    assert answer.detail == "307: it redirects to 127.0.0.1. Set the address that it has now."


def test_redirects_in_a_ring_come_to_an_end(hook: Receiver) -> None:
    hook.outage = Verdict(307, headers={"Location": hook.url})
    assert not post(Post(hook.url, b"{}", allow_private=True, follows_redirects=True)).is_delivered
    assert len(hook.came) == 4


@pytest.mark.parametrize(("status", "is_final"), [(400, True), (404, False), (410, True), (429, False), (503, False)])
def test_what_will_never_be_taken_is_told_from_what_may_be_later(hook: Receiver, status: int, is_final: bool) -> None:
    hook.outage = Verdict(status, "no_service")
    answer = post(Post(hook.url, b"{}", allow_private=True))
    assert (answer.is_delivered, answer.is_final, answer.is_busy) == (False, is_final, status == 429)
    assert answer.detail == f"{status}: no_service"


def test_an_answer_without_end_is_no_reason_to_send_again(hook: Receiver) -> None:
    hook.outage = Verdict(200, "x" * 1_000_000)
    assert post(Post(hook.url, b"{}", allow_private=True)).is_delivered
    hook.outage = Verdict(500, "x" * 1_000_000)
    assert not post(Post(hook.url, b"{}", allow_private=True)).is_delivered


def test_whoever_does_not_answer_is_not_waited_for(hook: Receiver) -> None:
    hook.outage = Verdict(hangs=True)
    answer = post(Post(hook.url, b"{}", allow_private=True), timeout_s=0.2)
    assert (answer.is_delivered, answer.is_final, answer.detail) == (False, False, "No answer within 0.2 s.")


def test_a_wait_that_is_asked_for_is_understood_and_bounded() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    said = {"30": 30.0, "Sun, 22 Nov 2026 12:02:00 GMT": 120.0, "Sun, 22 Nov 2026 11:00:00 GMT": 0.0}
    said |= {"9999999": 3600.0, "": None, "soon": None, "-5": None}
    said |= {"Mon, 01 Jan 99999999999 00:00:00 GMT": None}
    assert {value: parse_retry_after(value, now) for value in said} == said


def test_an_answer_in_an_encoding_that_is_none_is_an_answer(hook: Receiver) -> None:
    hook.outage = Verdict(200, "taken", headers={"Content-Type": "text/plain; charset=hex"})
    answer = post(Post(hook.url, b"{}", allow_private=True))
    assert (answer.is_delivered, answer.detail) == (True, "taken")
