from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from shop import DATASET, PROMPT, Shop
from visit import Visit

# What each page is called in the screenshots, and where it is.
PAGES = {
    "overview": "/",
    "traces": "/traces",
    "trace": "/traces/{trace_id}",
    "sessions": "/sessions",
    "session": "/sessions/{session_id}",
    "users": "/users",
    "scores": "/scores",
    "judges": "/judges",
    "judge": "/judges/groundedness",
    "datasets": "/datasets",
    "dataset": f"/datasets/{DATASET}",
    "collectors": "/collectors",
    "collector": "/collectors/needs_improvement",
    "probes": "/probes?new=1",
    "regression": "/regression",
    "targets": "/regression?tab=targets",
    "few-shot": "/few-shot",
    "alerts": "/alerts",
    "rules": "/alerts?tab=rules",
    "new rule": "/alerts?tab=rules&new=1",
    "rule": "/alerts/rules/error_rate",
    "channels": "/alerts?tab=channels",
    "prompts": "/prompts",
    "prompt": f"/prompts/{PROMPT.replace('/', '%2F')}",
    "keys": "/settings",
    "connect": "/settings?tab=connect",
    "models": "/settings?tab=models",
    "projects": "/settings?tab=projects",
    "unknown": "/settings/nothing",
}

# Whether what has the focus has a ring around it, or the border that fields have then.
STANDS_OUT = """() => {
    const { outlineStyle, boxShadow, borderColor } = getComputedStyle(document.activeElement);
    return outlineStyle !== "none" || boxShadow !== "none" || borderColor === "rgb(11, 114, 133)";
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_hinders_nobody_and_the_browser_complains_of_nothing(
    begin: Callable[..., Visit], shop: Shop, name: str, scheme: str
) -> None:
    visit = begin(scheme=scheme)
    visit.go_to(PAGES[name].format(**shop._asdict()))
    visit.take_screenshot(f"{name}-{scheme}")
    assert visit.find_violations() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_in_hinders_nobody(begin: Callable[..., Visit], scheme: str) -> None:
    visit = begin(scheme=scheme, secret_key="")
    visit.go_to("/sign-in")
    visit.take_screenshot(f"sign-in-{scheme}")
    assert visit.find_violations() == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_window_of_1280_pixels(visit: Visit, shop: Shop, name: str) -> None:
    visit.go_to(PAGES[name].format(**shop._asdict()))
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_where_one_is_can_be_seen_from_the_keyboard(visit: Visit) -> None:
    visit.go_to("/settings")
    for _ in range(15):
        visit.page.keyboard.press("Tab")
        visit.page.wait_for_function(STANDS_OUT)


def test_every_page_is_reached_from_the_keyboard(visit: Visit) -> None:
    visit.go_to("/")
    visit.page.keyboard.press("Control+k")
    expect(visit.page.get_by_placeholder("words to search for")).to_be_focused()
    visit.page.keyboard.type("data")
    expect(visit.page.get_by_role("button", name="Datasets")).to_have_attribute("data-selected", "true")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/datasets")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)
    visit.wait_until_shown()
    visit.page.keyboard.press("g")
    visit.page.keyboard.press("p")
    visit.page.wait_for_url("**/prompts")
