"""A dataset's export in the dashboard: what it would come to, its progress, and the files."""

import json
from pathlib import Path

from playwright.sync_api import expect
from shop import DATASET, Shop
from visit import Visit

# Keeps that the progress was on the page, however soon the export was done.
_WATCH = """() => new MutationObserver(() => {
    if (document.querySelector('[role=progressbar]')) document.body.dataset.progressed = 'yes';
}).observe(document.body, { childList: true, subtree: true })"""


def test_an_export_is_tried_written_and_fetched(shop: Shop, visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.go_to(f"/datasets/{DATASET}")
    page.get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Dry run").click()
    expect(dialog.get_by_role("status")).to_contain_text("items would be exported", timeout=60_000)
    expect(dialog.get_by_role("row", name="Near-duplicates")).to_be_visible()
    visit.take_screenshot("export-dry-run")
    assert not visit.find_violations()

    page.evaluate(_WATCH)
    dialog.get_by_role("button", name="Export", exact=True).click()
    expect(dialog.get_by_role("status")).to_contain_text("items are exported", timeout=60_000)
    expect(page.locator("body")).to_have_attribute("data-progressed", "yes")
    visit.take_screenshot("export-done")
    with page.expect_download() as download:
        dialog.get_by_role("link", name=".train.jsonl").click()
    download.value.save_as(tmp_path / "train.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "train.jsonl").read_text().splitlines()]
    with shop.server.client() as client:
        [newest] = client.get("/admin/exports", params={"dataset": DATASET, "limit": 1}).json()["exports"]
    assert len(lines) == newest["train_items"] > 0
    assert all(line["query"] for line in lines)
