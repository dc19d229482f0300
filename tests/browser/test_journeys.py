"""Journeys from the first click to what is stored."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect
from shop import Shop
from visit import Visit


def choose_time(page: Page, start: datetime, end: datetime) -> None:
    page.get_by_role("button", name=re.compile("^Time range")).click()
    page.get_by_label(re.compile("^From")).fill(f"{start:%Y-%m-%dT%H:%M}")
    page.get_by_label(re.compile("^To( |$)")).fill(f"{end:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Show this time").click()


def search(shop: Shop, **asked: Any) -> list[dict[str, Any]]:
    with shop.server.client() as client:
        answer = client.get("/metrics/traces/search", params={"limit": 500, **asked})
        return answer.raise_for_status().json()["traces"]


def test_from_yesterdays_slowest_error_to_its_reason(shop: Shop, visit: Visit) -> None:
    end = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start = end - timedelta(days=1)
    failed = search(shop, from_time=start.isoformat(), to_time=end.isoformat(), status="error")
    slowest = max(failed, key=lambda trace: trace["latency_ms"])

    visit.go_to("/")
    page = visit.page
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Traces").click()
    expect(page.get_by_role("heading", name="Traces", level=1)).to_be_visible()
    visit.wait_until_shown()
    choose_time(page, start, end)
    page.get_by_text("Errors", exact=True).click()
    visit.wait_until_shown()
    latency = page.get_by_role("columnheader", name="Latency")
    while latency.get_attribute("aria-sort") != "descending":
        latency.get_by_role("button").click()
    page.locator("tbody tr[data-index='0']").get_by_role("link").first.click()

    page.wait_for_url(f"**/traces/{slowest['id']}*")
    page.get_by_role("treeitem").nth(1).click()
    step = page.get_by_role("region", name="The step")
    expect(step).to_contain_text(slowest["error_type"])
    expect(step).to_contain_text(re.compile("did not answer|was reset|too many requests"))


def test_from_a_dip_in_quality_to_an_item_of_a_dataset(shop: Shop, visit: Visit) -> None:
    page = visit.page
    with page.expect_response(lambda answer: "/metrics/series" in answer.url) as answered:
        page.goto("/")
    visit.wait_until_shown()
    click_lowest_step(page, answered.value.json()["steps"])
    page.wait_for_url("**/traces?**score_max=**")
    visit.wait_until_shown()
    worst = page.locator("tbody tr[data-index='0']").get_by_role("link").first
    worst.click()

    page.wait_for_url(re.compile(r"/traces/[0-9a-f]{32}"))
    trace_id = re.findall(r"/traces/([0-9a-f]{32})", page.url)[0]
    page.get_by_role("button", name="Add to dataset").click()
    page.get_by_role("combobox", name="Dataset").fill("worst answers")
    page.get_by_role("button", name="Make it and add").click()
    page.get_by_role("alert").get_by_text("worst answers").click()
    page.wait_for_url("**/datasets/worst*answers")
    visit.wait_until_shown()

    with shop.server.client() as client:
        [item] = client.get("/admin/datasets/worst answers/items").json()["items"]
    assert item["source_trace_id"] == trace_id
    [judged] = [trace for trace in search(shop, from_hours=25) if trace["id"] == trace_id]
    assert item["input"] == judged["input"]
    expect(page.get_by_role("main")).to_contain_text(judged["input"])


def click_lowest_step(page: Page, steps: list[dict[str, Any]]) -> None:
    """Click the chart where the mean is the lowest; in the newest steps judges still speak of earlier traces."""
    means = [step["quality"]["avg"] for step in steps[:-2]]
    place = min((mean, i) for i, mean in enumerate(means) if mean is not None)[1]
    chart = page.get_by_role("region", name="Quality").locator(".u-over")
    box = chart.bounding_box()
    assert box is not None
    chart.click(position={"x": box["width"] * (place + 0.5) / len(steps), "y": box["height"] / 2})


def test_what_is_asked_stands_in_the_address_and_is_asked_again_by_it(visit: Visit) -> None:
    visit.go_to("/traces")
    visit.page.get_by_text("Errors", exact=True).click()
    visit.page.get_by_label("Words in a name, an input or an output").fill("boots")
    visit.page.wait_for_url(re.compile(r"status=error.*text=boots|text=boots.*status=error"))
    visit.wait_until_shown()
    shown = visit.page.locator("tbody tr[data-index]").all_inner_texts()
    visit.page.reload()
    visit.wait_until_shown()
    assert visit.page.locator("tbody tr[data-index]").all_inner_texts() == shown
    expect(visit.page.get_by_role("radio", name="Errors")).to_be_checked()


def test_a_score_and_a_comment_given_in_the_browser_are_stored(shop: Shop, visit: Visit) -> None:
    page = visit.page
    visit.go_to(f"/traces/{shop.trace_id}?tab=scores")
    page.get_by_role("combobox", name="Name").fill("checked by hand")
    page.get_by_role("textbox", name="Value").fill("0.25")
    page.get_by_label("Why").fill("It does not answer the question.")
    page.get_by_role("button", name="Add the score").click()
    expect(page.get_by_role("region", name="The trace")).to_contain_text("It does not answer the question.")
    page.get_by_role("tab", name="Comments").click()
    page.get_by_label("Comment", exact=True).fill("Look at **this** one.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Look at this one.")).to_be_visible()

    with shop.server.client() as client:
        asked = {"traceId": shop.trace_id, "name": "checked by hand"}
        [score] = client.get("/api/public/v3/scores", params=asked).json()["data"]
        assert score["value"] == 0.25
        remarks = client.get("/api/public/comments", params={"objectType": "TRACE", "objectId": shop.trace_id}).json()
    assert "Look at **this** one." in [remark["content"] for remark in remarks["data"]]


def test_a_view_that_was_saved_is_there_for_the_next_visit(visit: Visit) -> None:
    page = visit.page
    visit.go_to("/traces?status=error")
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Keep what is shown as").fill("What failed")
    page.get_by_role("button", name="Save").click()
    visit.go_to("/traces")
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="What failed", exact=True).click()
    page.wait_for_url("**/traces?status=error")
