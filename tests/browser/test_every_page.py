from collections.abc import Callable

import pytest
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
    "datasets": "/datasets",
    "dataset": f"/datasets/{DATASET}",
    "prompts": "/prompts",
    "prompt": f"/prompts/{PROMPT.replace('/', '%2F')}",
    "keys": "/settings",
    "connect": "/settings?tab=connect",
    "projects": "/settings?tab=projects",
    "unknown": "/settings/nothing",
}


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
    for _ in range(25):
        visit.page.keyboard.press("Tab")
        outline = visit.page.evaluate(
            "(({ outlineStyle, boxShadow, borderColor }) => [outlineStyle, boxShadow, borderColor])"
            "(getComputedStyle(document.activeElement))"
        )
        assert outline[0] != "none" or outline[1] != "none", visit.page.evaluate("document.activeElement.outerHTML")


def test_every_page_is_reached_from_the_keyboard(visit: Visit) -> None:
    visit.go_to("/")
    visit.page.keyboard.press("Control+k")
    visit.page.keyboard.type("data")
    visit.page.get_by_role("button", name="Datasets").wait_for()
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/datasets")
    visit.page.keyboard.press("g")
    visit.page.keyboard.press("p")
    visit.page.wait_for_url("**/prompts")
