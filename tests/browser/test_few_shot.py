"""Few-shot examples in the dashboard: what they do, which a query would get, and what is set for them."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from shop import Shop, post
from visit import Visit

from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span

GOOD = "good answers"
TRACES = 240


@pytest.fixture(scope="module")
def used(shop: Shop) -> None:
    """Examples of which one helps and one hurts, on traces of a day with every fifth held out."""
    items = [
        {"id": "helps", "input": "What do I think about tea?", "expected_output": "I am all for it <b>.</b>"},
        {"id": "hurts", "input": "Should shops open on Sundays?", "expected_output": "No & no."},
    ]
    known = {"score": 0.95, "query_type": "stance"}
    with shop.server.client() as client:
        post(client, "/admin/datasets", {"name": GOOD})
        post(client, f"/admin/datasets/{GOOD}/items", {"items": [item | {"metadata": known} for item in items]})
        client.put("/admin/few-shot/settings", json={"dataset_name": GOOD, "holdout_share": 0.2}).raise_for_status()
        traces = [(new_trace_id(), ("helps", "hurts")[place % 2], place % 5 == 0) for place in range(TRACES)]
        spans = [
            otlp_span("realizer", trace_id=one, attributes=attributes_of(name, held)) for one, name, held in traces
        ]
        sent = otlp_request(*spans).SerializeToString()
        client.post("/v1/traces", content=sent, headers={"Content-Type": PROTOBUF}).raise_for_status()
        scores = [score_of(one.hex(), name, held, place) for place, (one, name, held) in enumerate(traces)]
        post(client, "/api/public/ingestion", {"batch": scores})


def attributes_of(name: str, is_held_out: bool) -> dict[str, object]:
    listed, withheld = json.dumps([f"{GOOD}/{name}"]), "ratchet.few_shot.withheld"
    return {
        "ratchet.few_shot.examples": "[]" if is_held_out else listed,
        "ratchet.few_shot.query_type": "stance",
        "ratchet.few_shot.strategy": "score",
        "ratchet.few_shot.dataset": GOOD,
        "ratchet.few_shot.held_out": is_held_out,
    } | ({withheld: listed} if is_held_out else {})


def score_of(trace_id: str, name: str, is_held_out: bool, place: int) -> dict[str, object]:
    usual = 0.6 + 0.02 * (place % 7)
    value = usual if is_held_out else usual + (0.15 if name == "helps" else -0.2)
    body = {"id": str(uuid4()), "traceId": trace_id, "name": "helpfulness", "value": value, "dataType": "NUMERIC"}
    return {"id": str(uuid4()), "type": "score-create", "timestamp": datetime.now(UTC).isoformat(), "body": body}


@pytest.mark.usefixtures("used")
def test_an_example_that_hurts_is_found_retired_and_restored(visit: Visit) -> None:
    page = visit.page
    visit.go_to("/few-shot")
    expect(visit.row("helps")).to_contain_text("Helps")
    expect(visit.row("hurts")).to_contain_text("Hurts")
    expect(page.get_by_role("table", name="Uplift by type of query")).to_contain_text("stance")
    visit.take_screenshot("few-shot-usage")
    assert visit.find_violations() == []
    page.get_by_role("button", name=f"Retire {GOOD}/hurts").click()
    expect(visit.row("hurts")).to_contain_text("Retired")
    page.get_by_role("tab", name="Retired").click()
    expect(visit.row("hurts")).to_contain_text("A person")
    visit.take_screenshot("few-shot-retired")
    assert visit.find_violations() == []
    page.get_by_role("button", name=f"Restore {GOOD}/hurts").click()
    expect(page.get_by_role("main")).to_contain_text("No example is retired")


@pytest.mark.usefixtures("used")
def test_a_query_shows_its_type_its_examples_and_the_prompt_in_each_style(visit: Visit) -> None:
    page = visit.page
    visit.go_to("/few-shot?tab=try")
    page.get_by_label("Query", exact=True).fill("What do I think about coffee?")
    page.get_by_label("Prompt", exact=True).fill("You are {kind}.")
    page.get_by_role("button", name="Choose examples").click()
    expect(page.get_by_role("status")).to_contain_text("stance")
    expect(page.get_by_role("table", name="Chosen examples")).to_contain_text("I am all for it")
    prompt = page.get_by_label("The prompt with its examples").last
    expect(prompt).to_contain_text("You are {kind}.\n\n## Examples of good answers\n\nQ1: ")
    page.mouse.move(0, 0)
    visit.take_screenshot("few-shot-try")
    assert visit.find_violations() == []
    page.get_by_text("structured", exact=True).click()
    expect(prompt).to_contain_text("<response>I am all for it &lt;b&gt;.&lt;/b&gt;</response>")
    page.get_by_text("messages", exact=True).click()
    expect(prompt).to_contain_text('"role": "assistant"')


@pytest.mark.usefixtures("used")
def test_settings_are_changed_and_refused_at_their_field(shop: Shop, visit: Visit) -> None:
    page = visit.page
    visit.go_to("/few-shot?tab=settings")
    page.get_by_label("How many at most").fill("500")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("less than or equal to 20")
    visit.forgive("status of 422")
    page.get_by_label("How many at most").fill("2")
    page.get_by_label("Chosen by").select_option("diverse")
    page.get_by_label("Retire examples that hurt").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.mouse.move(0, 0)
    visit.take_screenshot("few-shot-settings")
    assert visit.find_violations() == []
    with shop.server.client() as client:
        stored = client.get("/admin/few-shot/settings").json()
    assert (stored["n"], stored["strategy"], stored["auto_retire"]) == (2, "diverse", True)
    assert (stored["holdout_share"], stored["dataset_name"]) == (0.2, GOOD)
