"""Collectors in the dashboard: made, tried, sent over what is stored; and why an item was collected."""

from playwright.sync_api import expect
from shop import Shop
from visit import Visit


def test_a_collector_is_made_tried_and_sent_over_a_day_and_its_items_say_why(shop: Shop, visit: Visit) -> None:
    page = visit.page
    visit.go_to("/collectors")
    expect(visit.row("needs_improvement")).to_contain_text("thumbs")
    page.get_by_role("button", name="New collector").click()
    page.get_by_label("Name", exact=True).fill("middling")
    page.get_by_role("combobox", name="Dataset to fill").fill("middling answers")
    page.get_by_label("Bound 1.1").select_option("at least")
    page.get_by_label("Value 1.1").fill("0.3")
    page.get_by_role("button", name="Add a condition").click()
    page.get_by_role("combobox", name="Field 1").fill("nonsense")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("dialog")).to_contain_text("have no 'nonsense'")
    visit.forgive("status of 400")
    page.get_by_label("Remove condition 1").click()
    page.get_by_role("button", name="What would it collect?").click()
    expect(page.get_by_role("table", name="Items it would collect").get_by_role("row").nth(3)).to_be_visible()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="middling", level=1)).to_be_visible()

    page.get_by_role("tab", name="Runs").click()
    page.get_by_label("At most so many items").fill("3")
    page.get_by_role("button", name="Collect now").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Completed", timeout=60_000)
    page.get_by_role("tab", name="Collected").click()
    expect(page.get_by_role("table", name="Collected items").get_by_role("row").nth(3)).to_be_visible()
    page.get_by_role("link", name="Item").first.click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("By middling: ")
    with shop.server.client() as client:
        items = client.get("/admin/datasets/middling answers/items").json()["items"]
    # It collects what is judged meanwhile, too.
    assert len(items) >= 3
    assert {item["metadata"]["collected_by"] for item in items} == {"middling"}
