"""What a gate prints: progress while it runs, and then the verdict with what got worse."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from ratchet.cli.gate.ending import Ending
from ratchet.sdk.regression.report import RegressionReport

ITEMS_SHOWN_MAX = 20
_STYLES = {"passed": "green", "warning": "yellow", "failed": "red"}

console = Console(highlight=False)
_errors = Console(stderr=True, highlight=False)


@contextmanager
def watched() -> Generator[Callable[[Mapping[str, Any]], None]]:
    """A bar that moves as a test goes on; whoever breaks it off is told how to go on."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    seen: dict[str, Any] = {}
    bars = Progress(*columns, TimeRemainingColumn(), console=_errors, transient=True, disable=not _errors.is_terminal)
    with bars as progress:
        bar = progress.add_task("Asking", total=None)

        def watch(told: Mapping[str, Any]) -> None:
            seen.update(told)
            done = told["progress"]
            failed = f", {done['failed']:,} failed" if done["failed"] else ""
            said = f"Asked {done['answered']:,}{failed}, judged"
            progress.update(bar, completed=done["scored"], total=done["total"], description=said)

        try:
            yield watch
        except KeyboardInterrupt:
            if seen.get("asker") == "client":
                complain(f"Broken off. Go on with --resume {seen['test_id']}.")
            raise


def complain(message: str) -> None:
    """One line where errors go."""
    _errors.print(f"[red]{escape(message)}[/]", soft_wrap=True)


def show_report(report: RegressionReport, ending: Ending) -> None:
    """The verdict in words, and the items that dropped."""
    if not report.verdict and ending is Ending.PASSED:
        console.print(f"The first of its dataset: nothing to compare with yet. Test {report.test_id}.", soft_wrap=True)
        return
    if not report.verdict:
        complain(report.refusal or f"Test {report.test_id} ended without a verdict: {report.told.get('status')}.")
        return
    worse = [item for item in report.items if item["status"] in ("failed", "warning")]
    if worse:
        console.print(_to_table(report, worse))
    style = _STYLES[report.verdict]
    open_ = " (open: see above)" if ending is Ending.INCONCLUSIVE else ""
    console.print(f"[{style}]{report.verdict}[/]{open_}: {escape(report.sentence)}", soft_wrap=True)
    console.print(
        f"{report.passed:,} of {report.total_items:,} items passed, {report.warnings:,} dropped a little, "
        f"{report.failed:,} failed. Test {report.test_id}.",
        soft_wrap=True,
    )


def _to_table(report: RegressionReport, worse: list[Mapping[str, Any]]) -> Table:
    table = Table("Item", "Baseline", "Now", "Change", "", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    for column in table.columns[1:4]:
        column.justify = "right"
    for item in worse[:ITEMS_SHOWN_MAX]:
        style = _STYLES[item["status"]]
        table.add_row(
            escape(item["item_id"]),
            f"{item['baseline_score']:.3f}",
            "–" if item["new_score"] is None else f"{item['new_score']:.3f}",
            "–" if item["score_diff"] is None else f"[{style}]{item['score_diff']:+.3f}[/]",
            escape(item["detail"] or item["absence"] or ""),
        )
    if len(worse) > ITEMS_SHOWN_MAX:
        table.add_row(f"… and {len(worse) - ITEMS_SHOWN_MAX:,} more, in test {report.test_id}")
    return table
