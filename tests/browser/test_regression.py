"""Regression testing in the dashboard: a target, a baseline, a worse release, and both answers side by side."""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect
from shop import DATASET, Shop, post
from visit import Visit

from ratchet.testing.openai import Call, Model, Reply, running_model

OVER_MS = 60_000
SLOW_MODEL = "gpt-4o"


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """An application that answers as the dataset expects at first, then knows half; another of its models is slow."""
    asked = count()

    def answer(call: Call) -> Reply:
        right = f"Answer {call.messages[-1]['content'].split()[-1].rstrip('?')}."
        if call.model == SLOW_MODEL:
            return Reply(right, delay_s=1.0)
        number = next(asked)
        return Reply(right if number <= 61 or number % 2 else "That is not known here.")

    with running_model(script=answer) as model:
        yield model


def test_a_worse_release_is_held_against_its_baseline(shop: Shop, visit: Visit, model: Model) -> None:
    page = visit.page
    visit.go_to("/regression")
    expect(page.get_by_role("heading", name="No tests yet")).to_be_visible()
    make_target(page, model)
    page.get_by_role("button", name="Try staging").click()
    page.get_by_label("Question").fill("Question 7?")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Answer 7.")
    page.keyboard.press("Escape")

    start_test(page)
    expect(page.get_by_role("status")).to_contain_text("There is no verdict", timeout=OVER_MS)
    page.get_by_role("button", name="Save as baseline").click()
    page.get_by_label("Tag").fill("v1.0.0")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    visit.go_to("/regression")
    start_test(page)
    verdict = page.get_by_role("region", name="Verdict")
    expect(verdict).to_contain_text("Regression shown", timeout=OVER_MS)
    expect(verdict).to_contain_text("against baseline v1.0.0")
    visit.wait_until_shown()
    visit.take_screenshot("regression-test-light")
    assert visit.find_violations() == []
    page.get_by_role("table", name="Items of the test").get_by_role("row").nth(1).click()
    expect(page.get_by_role("region", name="Before: baseline v1.0.0")).to_contain_text("Answer")
    expect(page.get_by_role("region", name="Now: this test")).to_contain_text("That is not known here.")
    # It sent no traces here, so that none of its answers leads to one.
    expect(page.get_by_role("dialog").get_by_role("link", name="Its trace")).to_have_count(0)
    history = page.get_by_role("table", name="Answers in earlier tests")
    expect(history.get_by_role("row")).to_have_count(3)
    with shop.server.client() as client:
        newest = client.get("/admin/regression/test", params={"limit": 1}).json()["tests"][0]
    assert (newest["verdict"], newest["summary"]["finding"], page.url.split("/")[-1][:32]) == (
        "failed",
        "shown",
        newest["test_id"],
    )


def make_target(page: Page, model: Model) -> None:
    page.get_by_role("tab", name="Targets").click()
    page.get_by_role("button", name="New target").click()
    page.get_by_text("OpenAI-compatible chat", exact=True).click()
    page.get_by_label("Name", exact=True).fill("staging")
    page.get_by_label("Address").fill(f"{model.url}/chat/completions")
    page.get_by_label("Model").fill("gpt-4o-mini")
    page.get_by_label("Headers").fill("Authorization: Bearer sk-not-to-be-seen")
    page.get_by_label("It may be on this machine").check()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("table", name="Targets")).to_contain_text("Authorization")
    assert "sk-not-to-be-seen" not in page.content()


def start_test(page: Page) -> None:
    page.get_by_role("button", name="New test").first.click()
    page.get_by_role("dialog").get_by_role("combobox", name="Dataset").fill(DATASET)
    page.get_by_role("listbox", name="Dataset").get_by_role("option", name=DATASET, exact=True).click()
    page.get_by_label("Sample").fill("60")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/regression/*")


def test_a_test_that_goes_on_can_be_ended_and_baselines_deleted(shop: Shop, visit: Visit, model: Model) -> None:
    page = visit.page
    address = {"url": f"{model.url}/chat/completions", "allow_private": True, "preset": "openai", "model": SLOW_MODEL}
    with shop.server.client() as client:
        post(client, "/admin/targets", {"name": "slow", **address})
        post(client, "/admin/regression/test", {"dataset_name": DATASET, "target": "slow", "sample_size": 2})
        for tag in ("to be deleted", "to be kept"):
            post(client, "/admin/regression/baseline", {"dataset_name": DATASET, "tag": tag})
        started = post(
            client, "/admin/regression/test", {"dataset_name": DATASET, "target": "slow", "background": True}
        )
    visit.page.goto(f"/regression/{started['test_id']}")
    expect(page.get_by_role("region", name="Progress")).to_contain_text("of 201 answered")
    page.get_by_role("button", name="End it here").click()
    expect(page.get_by_role("main")).to_contain_text("Cancelled", timeout=OVER_MS)
    visit.go_to(f"/regression?tab=baselines&dataset={DATASET}")
    page.get_by_role("button", name="Delete to be deleted").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(visit.row("to be deleted")).to_have_count(0)
    expect(visit.row("to be kept")).to_have_count(1)
