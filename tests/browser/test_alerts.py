"""Alerts in the dashboard: a rule that is seen before it is made, why it fired, silences, and who is told."""

import re

import pytest
from playwright.sync_api import Page, expect
from shop import Shop
from visit import Visit

DATASET = "what failed"


@pytest.fixture(scope="module")
def firing_id(shop: Shop) -> str:
    """An alert that fires: more than one in a thousand of a day's traces failed."""
    rule = {
        "name": "Any failures",
        "rule_type": "error_rate",
        "threshold": 0.001,
        "time_window_minutes": 1440,
        "noise_test": True,
    }
    with shop.server.client() as client:
        made = client.post("/admin/alerts/rules", json=rule).raise_for_status().json()
        alerts = client.post("/admin/alerts/check").raise_for_status().json()["alerts"]
    return next(alert["id"] for alert in alerts if alert["rule_id"] == made["id"])


def choose(page: Page, what: str) -> None:
    page.get_by_role("combobox", name="What to watch").click()
    page.get_by_role("option", name=what, exact=True).click()


def test_a_rule_says_what_it_finds_and_would_have_found_before_it_is_made(visit: Visit) -> None:
    page = visit.page
    visit.go_to("/alerts?tab=rules")
    expect(visit.row("Error rate above 10 %")).to_contain_text("over 5 min, beyond chance")
    page.get_by_role("button", name="New rule").click()
    dialog = page.get_by_role("dialog")
    choose(page, "Traffic")
    dialog.get_by_label("Fires below").fill("90000")
    dialog.get_by_label("Over the last").fill("1440")
    dialog.get_by_role("button", name="How sure it must be").click()
    dialog.get_by_label("Only beyond chance").uncheck()
    now = dialog.get_by_role("region", name="Now")
    expect(now).to_contain_text("Would fire now")
    expect(now).to_contain_text("traces in 1 d. The limit is 90,000.")
    expect(
        dialog.get_by_role("heading", name=re.compile(r"It would have fired once, .* and would fire now"))
    ).to_be_visible()
    choose(page, "Error rate")
    dialog.get_by_label("Fires above").fill("1500")
    expect(dialog.get_by_text("From 0 to 100 %")).to_be_visible()
    expect(dialog.get_by_role("button", name="Make it")).to_be_disabled()
    dialog.get_by_label("Fires above").fill("60")
    dialog.get_by_label("Over the last").fill("1440")
    expect(now).to_contain_text("The limit is 60 %.")
    dialog.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="Error rate above 60 %", level=1)).to_be_visible()


def test_an_alert_says_why_it_fired_and_leads_to_its_traces(visit: Visit, firing_id: str) -> None:
    page = visit.page
    visit.go_to("/alerts")
    expect(page.get_by_role("navigation", name="Pages")).to_contain_text(re.compile(r"Alerts\d"))
    page.get_by_role("region", name="Any failures fires").get_by_role("link", name="Why").click()
    why = page.get_by_role("region", name="Why it fired")
    expect(why).to_contain_text(
        re.compile(r"\d+ of \d+ traces failed in 1 d: .*, between .* and .*\. The limit is 0\.1 %\.")
    )
    expect(why).to_contain_text("Chance does not explain it")
    worst = page.get_by_role("table", name="Worst traces")
    expect(worst.get_by_role("row")).to_have_count(11)
    expect(page.get_by_role("img", name="The value at every look")).to_be_visible()
    visit.wait_until_shown()
    assert visit.find_violations() == []
    why.get_by_role("link", name="These traces").click()
    page.wait_for_url(re.compile(r"/traces\?.*status=error"))
    page.go_back()
    worst.get_by_role("link", name="chat").first.click()
    page.wait_for_url("**/traces/*")


def test_an_alert_is_acknowledged_commented_on_kept_as_items_and_silenced(
    shop: Shop, visit: Visit, firing_id: str
) -> None:
    page = visit.page
    visit.go_to(f"/alerts/firings/{firing_id}")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Comment", exact=True).fill("The provider times out.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("region", name="Comments")).to_contain_text("Ada, ")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("Acknowledged by Ada")).to_be_visible()
    page.get_by_role("button", name="Make dataset items").click()
    page.get_by_role("combobox", name="Dataset").fill(DATASET)
    page.get_by_role("button", name="Make it and add").click()
    expect(page.get_by_text("10 items")).to_be_visible()
    page.get_by_role("button", name="Silence", exact=True).click()
    page.get_by_role("dialog").get_by_text("4 h", exact=True).click()
    page.get_by_role("textbox", name="Why").fill("We know")
    page.get_by_role("dialog").get_by_role("button", name="Silence").click()
    expect(page.get_by_text("Silenced", exact=True).first).to_be_visible()
    with shop.server.client() as client:
        assert len(client.get(f"/admin/datasets/{DATASET}/items").json()["items"]) == 10
    visit.go_to("/alerts?tab=silences")
    expect(visit.row("We know")).to_contain_text("in 4 hr.")
    page.get_by_role("button", name="End the silence of Any failures now").click()
    expect(page.get_by_role("heading", name="Nothing is silenced")).to_be_visible()


def test_a_channel_is_made_its_test_shows_what_was_answered_and_its_secret_is_shown_once(visit: Visit) -> None:
    page = visit.page
    visit.go_to("/alerts?tab=channels")
    page.get_by_role("button", name="New channel").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Webhook", exact=True).click()
    dialog.get_by_label("Name").fill("ops")
    dialog.get_by_label("Address", exact=True).fill("http://127.0.0.1:9/alerts")
    with page.expect_response("**/admin/alerts/channels") as refusal:
        dialog.get_by_role("button", name="Make it").click()
    visit.forgive(f"status of {refusal.value.status}")
    dialog.get_by_label("It may be in this machine’s own network").check()
    dialog.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="ops is made")).to_be_visible()
    page.get_by_role("button", name="I have it").click()
    page.get_by_role("button", name="Test ops").click()
    expect(page.get_by_role("alert").filter(has_text="ops did not take the test")).to_contain_text("refused")
    page.get_by_role("button", name="Delete ops").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Nobody is told yet")).to_be_visible()
