"""Probes in the dashboard: made and tried in one form, with a strip of their uptime and a way to every trace."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from shop import Shop
from visit import Visit

from ratchet.testing.target import Said, TargetApp, running_target


@pytest.fixture
def target(shop: Shop) -> Iterator[str]:
    """The name of a target that answers."""
    name = f"concierge-{uuid4().hex[:6]}"
    with running_target(lambda _: Said({"answer": "We are open until eight."})) as app, shop.server.client() as client:
        post_target(app, name, client)
        yield name
        client.delete("/admin/probes/opening hours")
        client.delete(f"/admin/targets/{name}")


def post_target(app: TargetApp, name: str, client: object) -> None:
    said = {"name": name, "url": app.url, "allow_private": True, "answer_path": "$.answer"}
    assert client.post("/admin/targets", json=said).status_code == 201  # type: ignore[attr-defined]


def test_a_probe_is_tried_made_and_watched_to_its_traces(visit: Visit, target: str) -> None:
    page = visit.page
    visit.go_to("/probes")
    expect(page.get_by_role("main")).to_contain_text("No probes")
    page.get_by_role("button", name="New probe").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("opening hours")
    dialog.get_by_label("Target").select_option(target)
    dialog.get_by_label("Questions", exact=True).last.fill("Until when are you open?")
    dialog.get_by_label("Check 1", exact=True).select_option("contains")
    dialog.get_by_label("Text 1").fill("nine")
    dialog.get_by_role("button", name="Try now").click()
    expect(dialog.get_by_role("status")).to_contain_text("'nine' is not in the answer")
    dialog.get_by_label("Text 1").fill("eight")
    dialog.get_by_role("button", name="Try now").click()
    expect(dialog.get_by_role("status")).to_contain_text("All was fine")
    dialog.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="opening hours", level=1)).to_be_visible()

    expect(page.get_by_role("table", name="Results of the probe").get_by_role("row").nth(1)).to_contain_text(
        "Fine", timeout=60_000
    )
    page.get_by_role("button", name="Run now").click()
    expect(page.get_by_role("status").filter(has_text="All was fine")).to_be_visible()
    expect(page.get_by_label("Uptime of opening hours").first).to_be_visible()
    assert visit.find_violations() == []
    visit.go_to("/probes")
    expect(visit.row("opening hours")).to_contain_text("Up")
    assert visit.find_violations() == []
    page.get_by_role("link", name="opening hours").click()
    page.get_by_role("link", name="Trace", exact=True).first.click()
    expect(page.get_by_role("main")).to_contain_text("synthetic")


def test_what_cannot_be_is_said_at_its_field(visit: Visit, target: str) -> None:
    page = visit.page
    visit.go_to("/probes?new=1")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("nonsense")
    dialog.get_by_label("Target").select_option(target)
    dialog.get_by_label("Questions", exact=True).last.fill("Are you there?")
    dialog.get_by_text("Cron", exact=True).click()
    dialog.get_by_label("Cron, in UTC").fill("every day")
    dialog.get_by_role("button", name="Make it").click()
    expect(dialog).to_contain_text("five fields")
    visit.forgive("status of 400")
