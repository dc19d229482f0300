"""`ratchet doctor`: what is configured, reachable and wrong, and what to do about it."""

import typer
from rich.console import Console
from rich.markup import escape

from ratchet.cli.doctor.findings import Finding, State
from ratchet.cli.doctor.remote import examine_server
from ratchet.cli.doctor.settings import list_settings
from ratchet.cli.doctor.storage import examine_data_directory, examine_events, examine_keys, examine_records
from ratchet.sdk.connection import read_connection
from ratchet.settings import read_settings

console = Console(highlight=False)

_MARKS = {State.FINE: "[green]✓[/]", State.NOTE: "[yellow]·[/]", State.WRONG: "[red]✗[/]"}


def doctor() -> None:
    """Say what is configured, reachable and wrong; fail when something is wrong. Changes nothing."""
    settings, connection = read_settings(), read_connection()
    _print_settings()
    wrong = 0
    for examine in (examine_data_directory, examine_keys, examine_records, examine_events):
        wrong += _print_findings(list(examine(settings)))
    wrong += _print_findings(list(examine_server(connection)))
    if wrong:
        console.print(f"\n[red]{wrong} of these {'is' if wrong == 1 else 'are'} wrong.[/]")
        raise typer.Exit(1)
    console.print("\n[green]Nothing is wrong.[/]")


def _print_settings() -> None:
    for variable, value, source in list_settings():
        console.print(f"  {variable:<32} {escape(value)}  [dim]{source}[/]", soft_wrap=True)
    console.print()


def _print_findings(findings: list[Finding]) -> int:
    for finding in findings:
        console.print(f"{_MARKS[finding.state]} {finding.subject}: {escape(finding.message)}", soft_wrap=True)
    return sum(finding.state is State.WRONG for finding in findings)
