"""Somebody at the dashboard: their browser's window, and everything that it complained about."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from ratchet.testing.server import Server

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = Path(__file__).parent / ".screenshots"
UNDER_WAY = "[aria-busy=true], [data-stale], [aria-label=Loading]"
# What hinders people, by the rules of WCAG 2.2 AA and axe's own of good practice.
_FIND_VIOLATIONS = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}"""


@dataclass
class Visit:
    """A page of the dashboard in a browser, and what went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, context: BrowserContext) -> "Visit":
        """Open a window and listen to it."""
        visit = cls(context.new_page())
        visit.page.on("console", visit._hear)
        visit.page.on("pageerror", lambda error: visit.complaints.append(f"uncaught: {error}"))
        visit.page.on("requestfailed", visit._hear_failure)
        visit.page.on("response", visit._hear_refusal)
        return visit

    def go_to(self, path: str) -> None:
        """Open a page and wait until it shows what it has."""
        self.page.goto(path)
        self.wait_until_shown()

    def wait_until_shown(self) -> None:
        """Wait until the page has its heading, and nothing on it is still on its way."""
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(UNDER_WAY)).to_have_count(0)

    def forgive(self, text: str) -> None:
        """Leave complaints that hold a text out: what the test did had to bring them about."""
        forgiven = [complaint for complaint in self.complaints if text in complaint]
        assert forgiven, f"nobody complained of {text!r}"
        self.complaints = [complaint for complaint in self.complaints if complaint not in forgiven]

    def row(self, text: str) -> Locator:
        """The rows of tables that hold a text."""
        return self.page.get_by_role("row").filter(has_text=text)

    def find_violations(self) -> list[str]:
        """Every barrier that axe finds to be serious or critical: which rule, why, and where."""
        self.page.evaluate(AXE.read_text())  # past the policy for content, which lets no such script in
        found = self.page.evaluate(_FIND_VIOLATIONS)
        return [_describe(violation, node) for violation in found for node in violation["nodes"]]

    def take_screenshot(self, name: str) -> None:
        """Keep how the page looks, for people to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def _hear_refusal(self, answer: Response) -> None:
        if answer.status >= 400:
            self.complaints.append(f"status of {answer.status}: {answer.request.method} {answer.url}")

    def _hear_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page wanted no answer any more
            self.complaints.append(f"{request.method} {request.url} failed: {request.failure}")


def sign_in(context: BrowserContext, server: Server, secret_key: str = "") -> None:
    """Give a browser the cookie of somebody who holds a key."""
    answer = context.request.post(
        f"{server.url}/auth/session",
        data={"secret_key": secret_key or server.secret_key},
        headers={"X-Ratchet-Dashboard": "1"},
    )
    assert answer.ok, answer.text()


def _describe(violation: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']} {node['html'][:200]}"
