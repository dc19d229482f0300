"""Judges in the dashboard: made, tried, sent over what is stored, held against people; and the models they ask."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from shop import DATASET, Shop, post
from visit import Visit

from ratchet.testing.openai import Call, Model, Refusal, Reply, ToolCall, running_model

PEOPLES_SCORE = "right"


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """A model that gives verdicts, and is asleep when it is asked about boots."""

    def answer(call: Call) -> Reply | Refusal:
        asked = json.dumps(call.messages)
        if "boots" in asked:
            return Refusal(503, "The model is asleep", headers={"retry-after-ms": "1"})
        verdict = {"reasoning": "It is kind.", "quotes": [], "score": 4}
        return Reply(tool_calls=[ToolCall("final_result", {"word": "ready"} if "Are you there?" in asked else verdict)])

    with running_model(script=answer) as model:
        yield model


def test_a_judge_is_made_tried_on_a_trace_and_changed(shop: Shop, visit: Visit) -> None:
    page = visit.page
    visit.go_to("/judges")
    page.get_by_role("button", name="New judge").click()
    page.get_by_label("Name", exact=True).fill("names a number")
    choose(page, "Kind", "Pattern")
    page.get_by_label("Pattern").fill("((")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("dialog")).to_contain_text("no regular expression")
    visit.forgive("status of 400")
    page.get_by_label("Pattern").fill("[0-9]+")
    page.get_by_role("button", name="Add a condition").click()
    page.get_by_label("Value 1").fill("no trace is called so")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="names a number", level=1)).to_be_visible()

    visit.go_to(f"/traces/{shop.trace_id}")
    page.get_by_role("button", name="Judge it").click()
    page.get_by_role("menuitem", name="names a number").click()
    page.get_by_role("button", name="Ask the judge").click()
    expect(page.get_by_role("status", name="What the judge says")).to_contain_text(re.compile("true|false"))

    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Pattern").fill("[a-z]+")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("version 2")
    page.get_by_role("tab", name="Definition").click()
    expect(page.get_by_role("region", name="What version 2 changed")).to_contain_text("[a-z]+")
    page.get_by_role("switch", name="On").press("Space")
    expect(page.get_by_role("switch", name="On")).not_to_be_checked()
    with shop.server.client() as client:
        stored = client.get("/admin/judges/names a number").json()
    assert (stored["version"], stored["enabled"], stored["parameters"]["pattern"]) == (2, False, "[a-z]+")
    assert stored["filters"] == [{"field": "name", "operator": "=", "value": "no trace is called so", "key": ""}]


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def test_a_judge_is_sent_over_a_day_and_a_dataset_and_then_deleted(shop: Shop, visit: Visit) -> None:
    page = visit.page
    with shop.server.client() as client:
        short = {"name": "of a word", "kind": "length", "parameters": {"most": 1}, "enabled": False}
        post(client, "/admin/judges", short)
    visit.go_to("/judges/of a word?tab=runs")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Completed", timeout=60_000)
    page.get_by_text("A dataset", exact=True).click()
    page.get_by_role("combobox", name="Dataset").fill(DATASET)
    page.get_by_label("Run", exact=True).fill("no such run")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("main")).to_contain_text("has no run 'no such run'")
    visit.forgive("status of 404")
    page.get_by_label("Run", exact=True).fill("nightly-1")
    page.get_by_role("button", name="Start").click()
    expect(visit.row("nightly-1")).to_contain_text("Completed", timeout=60_000)
    with shop.server.client() as client:
        runs = client.get("/admin/judges/of a word/runs").json()["runs"]
    assert {run["tally"]["failed"] for run in runs} == {0}
    assert sum(run["tally"]["scored"] for run in runs) > 10

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Judges", level=1)).to_be_visible()
    expect(visit.row("of a word")).to_have_count(0)


def test_a_judge_is_held_against_people(shop: Shop, visit: Visit) -> None:
    page = visit.page
    with shop.server.client() as client:
        asked = {"name": "refusal", "source": "EVAL", "limit": 20}
        judged = client.get("/api/public/v2/scores", params=asked).raise_for_status().json()["data"]
        for i, score in enumerate(judged):
            value = float(i % 4 == 0) if i % 3 else score["value"]
            said = {"traceId": score["traceId"], "name": PEOPLES_SCORE, "value": value, "dataType": "BOOLEAN"}
            post(client, "/api/public/scores", said)
    visit.go_to("/judges/refusal?tab=calibration")
    page.get_by_label("Name of people’s scores").fill("nobody's")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("Score some of the same traces")
    visit.forgive("status of 422")
    page.get_by_label("Name of people’s scores").fill(PEOPLES_SCORE)
    page.get_by_role("combobox", name="Given by").press("ArrowDown")
    page.get_by_role("option", name="The application").click()
    page.get_by_role("button", name="Compare").click()
    agreement = page.get_by_role("table", name="Agreement with people")
    expect(agreement.get_by_role("row", name=re.compile("Cohen"))).to_contain_text(re.compile(r"\d to "))
    expect(page.get_by_role("table", name="Confusion").get_by_role("rowheader")).to_have_count(2)
    expect(page.get_by_role("table", name="Averages, as given and corrected")).to_contain_text("Pass rate, corrected")
    visit.go_to("/judges/refusal?tab=calibration")
    visit.take_screenshot("calibration-light")
    assert visit.find_violations() == []


def test_a_model_is_connected_tested_asked_and_its_failures_are_told(shop: Shop, visit: Visit, model: Model) -> None:
    page = visit.page
    visit.go_to("/settings?tab=models")
    page.get_by_role("button", name="Connect a model").click()
    page.get_by_label("Name", exact=True).fill("of our own")
    page.get_by_label("Address").fill("somewhere")
    page.get_by_label("Key", exact=True).fill("sk-secret-of-9876")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("This is an address such as")
    visit.forgive("status of 422")
    page.get_by_label("Address").fill(model.url)
    page.get_by_label("Usual model").fill("gpt-4o-mini")
    page.get_by_role("button", name="Save").click()
    expect(visit.row("of our own")).to_contain_text("...9876")
    page.get_by_role("button", name="Test of our own").click()
    expect(page.get_by_role("alert")).to_contain_text("gpt-4o-mini answers")
    assert "sk-secret" not in page.content()

    asks = {"name": "kindness", "kind": "rubric", "parameters": {"criterion": "Is it kind?"}, "enabled": False}
    with shop.server.client() as client:
        post(client, "/admin/judges", asks)
    visit.go_to("/judges/kindness?tab=try")
    page.get_by_text("A text", exact=True).click()
    page.get_by_label("Answer").fill("Yes, gladly.")
    page.get_by_role("button", name="Ask the judge").click()
    expect(page.get_by_role("region", name="Verdict: kindness")).to_contain_text("It is kind.")
    page.get_by_label("Answer").fill("About boots: no.")
    page.get_by_role("button", name="Ask the judge").click()
    expect(page.get_by_role("alert")).to_contain_text("The model is unavailable")
