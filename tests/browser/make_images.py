"""Makes the screenshots that the README shows, in docs/images: `make screenshots`."""

import tempfile
from pathlib import Path

from chromium import running_browser
from shop import fill_shop
from visit import Visit, sign_in

from ratchet.testing.server import running_server

IMAGES = Path(__file__).parents[2] / "docs" / "images"
PAGES = {"overview": "/", "traces": "/traces", "trace": "/traces/{trace_id}"}


def main() -> None:
    """Fill a server with days of a shop's assistant and look at three of its pages."""
    with tempfile.TemporaryDirectory() as directory, running_server(Path(directory)) as server:
        shop = fill_shop(server)
        with running_browser() as browser:
            if browser is None:
                raise SystemExit("There is no Chromium: `apt-get install chromium`, or `playwright install chromium`.")
            context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 800})
            sign_in(context, server)
            visit = Visit.begin(context)
            IMAGES.mkdir(exist_ok=True)
            for name, path in PAGES.items():
                visit.go_to(path.format(**shop._asdict()))
                visit.page.screenshot(path=IMAGES / f"{name}.png")
                print(IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
