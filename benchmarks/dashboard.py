"""How quick the dashboard is over a week of traffic, in a real Chromium.

    uv run python benchmarks/dashboard.py [--traces 1000000] [--store DIRECTORY]

A store is filled by SQL (see fill.py; `--store` keeps it for the next time) and put behind a real `ratchet serve`.
A page is interactive once it is drawn and nothing on it is on its way; each opening is in a browser that has nothing
in its cache. Figures are medians, and their range.
"""

import argparse
import gzip
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fill import Filled, fill
from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span
from ratchet.testing.server import Server, running_server
from read import data_directory, in_a_process, report

SPANS_PER_TRACE = 4
RUNS = 7
LONG_TRACE = b"a trace of 5,000"
LONG_TRACE_SPANS = 5_000
WINDOW = {"width": 1280, "height": 800}
# Gives the time since the page was asked for, once it shows something and nothing on it is on its way.
INTERACTIVE = """(shown) => document.querySelector(shown)
    && !document.querySelector("[aria-busy=true], [data-stale], [aria-label=Loading]") && performance.now()"""
# Clicks, and gives how long it takes until the page shows what was asked for.
CHANGED = """([clicked, gone]) => new Promise((resolve) => {
    const began = performance.now();
    document.querySelector(clicked).click();
    const look = () => document.querySelector(gone) || document.querySelector("[aria-busy=true], [data-stale]")
        ? requestAnimationFrame(look) : resolve(performance.now() - began);
    requestAnimationFrame(look);
})"""
# Scrolls what scrolls on the page for three seconds, and gives the milliseconds between frames.
FRAMES = """(row) => new Promise((resolve) => {
    let scroller = document.querySelector(row);
    while (scroller.scrollHeight <= scroller.clientHeight || getComputedStyle(scroller).overflowY === "visible")
        scroller = scroller.parentElement;
    const times = [];
    const step = (now) => {
        times.push(now);
        scroller.scrollTop += 180;
        if (now - times[0] < 3000) requestAnimationFrame(step);
        else resolve(times.slice(1).map((time, i) => time - times[i]));
    };
    requestAnimationFrame(step);
})"""


def send_long_trace(server: Server, newest: datetime) -> str:
    """One trace of 5,000 spans, five levels deep; sent again, it is the same."""
    start_ns = int((newest - timedelta(hours=1)).timestamp()) * 10**9
    ids = [number.to_bytes(8, "big") for number in range(1, LONG_TRACE_SPANS + 1)]
    spans = [
        otlp_span(
            f"step {number}",
            trace_id=LONG_TRACE,
            span_id=ids[number],
            parent_span_id=ids[(number - 1) // 6] if number else b"",
            start_ns=start_ns + number * 1_000_000,
            duration_ns=(LONG_TRACE_SPANS - number) * 1_000_000,
            attributes={"input.value": f"The input of step {number}", "output.value": "x" * 500},
        )
        for number in range(LONG_TRACE_SPANS)
    ]
    body = otlp_request(*spans).SerializeToString()
    with server.client() as client:
        client.post("/v1/traces", content=body, headers={"Content-Type": PROTOBUF}).raise_for_status()
    return LONG_TRACE.hex()


@contextmanager
def window(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser that has signed in and has seen nothing yet."""
    context = browser.new_context(base_url=server.url, viewport=WINDOW)
    headers = {"X-Ratchet-Dashboard": "1"}
    answer = context.request.post("/auth/session", data={"secret_key": server.secret_key}, headers=headers)
    if not answer.ok:
        raise SystemExit(answer.text())
    yield context
    context.close()


def measure_opening(browser: Browser, server: Server, path: str, shown: str) -> list[float]:
    """Milliseconds from asking for a page until it is interactive."""
    took: list[float] = []
    for _ in range(RUNS + 1):
        with window(browser, server) as context:
            page = context.new_page()
            page.goto(path, wait_until="commit")
            took.append(page.wait_for_function(INTERACTIVE, arg=shown, polling="raf").json_value())
    return took[1:]  # the first found nothing in the server's memory


def measure_filters(browser: Browser, server: Server, path: str) -> list[float]:
    """Milliseconds from choosing “Errors” on the list of traces until errors alone are listed."""
    took: list[float] = []
    for _ in range(RUNS):
        with window(browser, server) as context:
            page = context.new_page()
            page.goto(path)
            page.wait_for_function(INTERACTIVE, arg="tbody tr[data-index]", polling="raf")
            took.append(page.evaluate(CHANGED, ["input[type=radio][value=error]", "tbody [role=img][aria-label=OK]"]))
    return took


def measure_scrolling(browser: Browser, server: Server, path: str, row: str) -> list[float]:
    """Milliseconds between the frames while a page scrolls."""
    with window(browser, server) as context:
        page = context.new_page()
        page.goto(path)
        page.wait_for_function(INTERACTIVE, arg=row, polling="raf")
        return page.evaluate(FRAMES, row)


def measure_scripts(browser: Browser, server: Server) -> int:
    """Bytes of JavaScript, gzipped, that the overview loads in an empty browser."""
    sizes: list[int] = []
    with window(browser, server) as context:
        page = context.new_page()
        _collect_scripts(page, lambda body: sizes.append(len(gzip.compress(body))))
        page.goto("/")
        page.wait_for_function(INTERACTIVE, arg="main canvas", polling="raf")
        page.wait_for_load_state("networkidle")
    return sum(sizes)


def _collect_scripts(page: Page, keep: Callable[[bytes], None]) -> None:
    page.on("requestfinished", lambda sent: keep(sent.response().body()) if sent.resource_type == "script" else None)


def report_all(browser: Browser, server: Server, filled: Filled) -> None:
    """Every figure of the dashboard's budgets."""
    newest = datetime.fromisoformat(filled.newest)
    day = urlencode({"from": (newest - timedelta(days=1)).isoformat(), "to": newest.isoformat()})
    week = urlencode({"from": (newest - timedelta(days=7)).isoformat(), "to": newest.isoformat()})
    trace = f"/traces/{send_long_trace(server, newest)}"
    for name, path, shown in (
        ("overview, 24 h, interactive", f"/?{day}", "main canvas"),
        ("overview, 7 days, interactive", f"/?{week}", "main canvas"),
        ("list of traces, 24 h, interactive", f"/traces?{day}", "tbody tr[data-index]"),
        ("list of traces, 7 days, interactive", f"/traces?{week}", "tbody tr[data-index]"),
        ("trace of 5,000 spans, interactive", trace, "[role=treeitem]:nth-child(10)"),
    ):
        report_times(name, 1500, measure_opening(browser, server, path, shown))
    report_times("filter of the list changed, 24 h", 300, measure_filters(browser, server, f"/traces?{day}"))
    report_times("filter of the list changed, 7 days", 300, measure_filters(browser, server, f"/traces?{week}"))
    frames = measure_scrolling(browser, server, trace, "[role=treeitem]")
    slowest = sorted(frames)[int(len(frames) * 0.99)]
    measured = f"{1000 / statistics.mean(frames):.0f} /s   (p99 {slowest:.0f} ms)"
    report("frames while 5,000 spans scroll", ">= 50 /s", measured)
    report("initial JavaScript, gzipped", "350 kB", f"{measure_scripts(browser, server) / 1000:.0f} kB")


def report_times(name: str, budget_ms: int, took: list[float]) -> None:
    """One line: the median and the range."""
    report(name, f"{budget_ms} ms", f"{statistics.median(took):.0f} ms   ({min(took):.0f} to {max(took):.0f})")


def main() -> None:
    """Fill, serve, look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--traces", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="keep the filled store here")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser's program")
    given = parser.parse_args()
    with data_directory(given.store) as directory:
        filled = in_a_process(fill, directory, given.traces * SPANS_PER_TRACE, given.traces)
        with running_server(directory) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=given.chromium)
            report_all(browser, server, filled)
            browser.close()


if __name__ == "__main__":
    main()
