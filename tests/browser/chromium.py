"""A real Chromium: the system's, or the one that `playwright install chromium` has brought."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

REQUIRED = os.environ.get("RATCHET_REQUIRE_BROWSER") == "1"
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def running_browser() -> Iterator[Browser | None]:
    """A browser without a window; none where there is none to start."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            yield None
            return
        # What Chromium asks its maker for on its own has no place in a test.
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-background-networking"])
        yield browser
        browser.close()


def find_chromium(playwright: Playwright) -> str | None:
    """Where the program is, if there is one."""
    own = playwright.chromium.executable_path
    found = (path for name in NAMES if (path := shutil.which(name)))
    return own if Path(own).exists() else next(found, None)
