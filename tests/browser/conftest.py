from collections.abc import Callable, Iterator

import pytest
from chromium import REQUIRED, running_browser
from playwright.sync_api import Browser, expect
from shop import Shop, fill_shop
from visit import Visit, sign_in

from ratchet.server import dashboard
from ratchet.testing.server import Server, running_server

# The machine may be busy with other tests.
WITHIN_MS = 15_000
expect.set_options(timeout=WITHIN_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser. It has an event loop of its own in this thread, so it ends with the module."""
    with running_browser() as browser:
        if browser is None:
            skip("There is no Chromium: `apt-get install chromium`, or `playwright install chromium`.")
        yield browser


def skip(reason: str) -> None:
    """Skip, except where the browser's tests are required."""
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shop_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of these tests alone, with a dashboard."""
    if not (dashboard.BUILD / "index.html").exists():
        skip("The dashboard is not built: `make web`.")
    with running_server(tmp_path_factory.mktemp("shop")) as server:
        yield server


@pytest.fixture(scope="session")
def shop(shop_server: Server) -> Shop:
    """A server with a day of a shop's assistant and what people made of it; tests add to it and take nothing away."""
    return fill_shop(shop_server)


@pytest.fixture
def begin(browser: Browser, shop: Shop) -> Iterator[Callable[..., Visit]]:
    """Begins a visit to the shop's dashboard; the test fails if the browser complains of anything."""
    visits: list[Visit] = []

    def begin(*, scheme: str = "light", secret_key: str | None = None) -> Visit:
        """A visit of somebody who has signed in, or of a stranger where the key is empty."""
        context = browser.new_context(
            base_url=shop.server.url,
            viewport={"width": 1280, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        context.set_default_timeout(WITHIN_MS)
        if secret_key != "":
            sign_in(context, shop.server, secret_key or shop.server.secret_key)
        visits.append(Visit.begin(context))
        return visits[-1]

    yield begin
    complaints = [complaint for visit in visits for complaint in visit.complaints]
    for visit in visits:
        visit.page.context.close()
    assert not complaints


@pytest.fixture
def visit(begin: Callable[..., Visit]) -> Visit:
    """A visit of somebody who has signed in."""
    return begin()
