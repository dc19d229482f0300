"""Journeys: in by link or key, and back out; a key is made, used and revoked."""

import re
from collections.abc import Callable

import httpx2
import pytest
from playwright.sync_api import Page, expect
from shop import Shop
from visit import Visit

REFUSED = "status of 401"


@pytest.fixture
def stranger(begin: Callable[..., Visit]) -> Visit:
    """A visit of somebody who has not signed in."""
    return begin(secret_key="")


def print_link(shop: Shop) -> str:
    return re.findall(r"http\S+token=\S+", shop.server.run("keys", "link"))[0]


def sign_in_with(page: Page, secret_key: str) -> None:
    page.get_by_label("Secret key").fill(secret_key)
    page.get_by_role("button", name="Sign in", exact=True).click()


def make_key(page: Page, note: str) -> tuple[str, str]:
    """Make a key on the settings page, and give what is shown this once."""
    page.get_by_label("What the key is for").fill(note)
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_role("status").filter(has_text="shown this once")).to_be_visible()
    return page.get_by_test_id("Public key").inner_text(), page.get_by_test_id("Secret key").inner_text()


def test_a_link_signs_in_once_and_a_key_made_there_works_until_it_is_revoked(
    shop: Shop, begin: Callable[..., Visit], stranger: Visit
) -> None:
    page, link = stranger.page, print_link(shop)
    page.goto(link)
    page.get_by_role("button", name="Sign in with this link").click()
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    assert "token" not in page.url

    page.get_by_role("link", name="Settings").click()
    keys = make_key(page, "a nightly job")
    with httpx2.Client(base_url=shop.server.url, auth=keys) as job:
        assert job.get("/metrics/dashboard").status_code == 200
        page.get_by_role("button", name="Revoke a nightly job").click()
        page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        expect(stranger.row("a nightly job")).to_contain_text("Revoked")
        assert job.get("/metrics/dashboard").status_code == 401

    late = begin(secret_key="")
    late.page.goto(link)
    late.page.get_by_role("button", name="Sign in with this link").click()
    expect(late.page.get_by_role("alert")).to_contain_text("used already")
    late.forgive(REFUSED)


def test_a_secret_key_leads_to_the_page_that_was_asked_for(shop: Shop, stranger: Visit) -> None:
    page = stranger.page
    page.goto("/settings?tab=connect")
    expect(page.get_by_role("heading", name="Sign in to Ratchet")).to_be_visible()
    sign_in_with(page, "sk-lf-of-nobody")
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in_with(page, shop.server.secret_key)
    page.wait_for_url("**/settings?tab=connect")
    stranger.forgive(REFUSED)


def test_whoever_signs_out_has_to_sign_in_again(visit: Visit) -> None:
    visit.go_to("/settings")
    visit.page.get_by_role("button", name="Sign out").click()
    visit.page.wait_for_url("**/sign-in")
    visit.page.goto("/settings")
    expect(visit.page.get_by_role("heading", name="Sign in to Ratchet")).to_be_visible()


def test_a_secret_is_gone_with_the_page_that_showed_it(visit: Visit) -> None:
    visit.go_to("/settings")
    _, secret_key = make_key(visit.page, "shown once")
    assert secret_key in visit.page.content()
    visit.go_to("/settings")
    assert secret_key not in visit.page.content()
    assert visit.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])").find(secret_key) < 0


def test_the_snippets_hold_the_servers_own_address_and_the_key_just_made(shop: Shop, visit: Visit) -> None:
    visit.go_to("/settings")
    keys = make_key(visit.page, "for the snippets")
    visit.page.get_by_role("tab", name="Connect").click()
    snippets = visit.page.get_by_role("tabpanel", name="Connect")
    for part in (shop.server.url, *keys):
        expect(snippets).to_contain_text(part)
