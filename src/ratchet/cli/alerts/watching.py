"""Rules and what they say: listed, looked at now, replayed over what is stored."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ratchet.sdk.client import Client

console = Console(highlight=False)
_COLOURS = {"firing": "red", "pending": "yellow"}
_SHOWN_MAX = 50


def list_rules() -> None:
    """Show the rules and where each stands."""
    with Client() as client:
        rules = client.get("/admin/alerts/rules")["rules"]
    table = Table(box=None, pad_edge=False)
    for heading in ("ID", "NAME", "TYPE", "THRESHOLD", "WINDOW", "SEVERITY", "STATE"):
        table.add_column(heading, overflow="fold")
    for rule in rules:
        state = rule["state"] if rule["enabled"] else "off"
        table.add_row(
            escape(rule["id"]),
            escape(rule["name"]),
            rule["rule_type"],
            f"{rule['threshold']:g}",
            f"{rule['time_window_minutes']} min",
            rule["severity"],
            f"[{_COLOURS[state]}]{state}[/]" if state in _COLOURS else state,
        )
    console.print(table)


def check_rules() -> None:
    """Look at every rule now; exit with 1 when something fires."""
    with Client() as client:
        found = client.post("/admin/alerts/check", None)
    for alert in found["alerts"]:
        _print_alert(alert)
    console.print(f"{found['rules_checked']} rules were looked at, {len(found['alerts'])} alerts fire.")
    if found["alerts"]:
        raise typer.Exit(1)


def backtest_rule(
    rule_id: Annotated[str, typer.Argument(help="The id of the rule.", show_default=False)],
    hours: Annotated[int, typer.Option(help="How far back to go.", min=1, max=720)] = 168,
) -> None:
    """Say when a rule would have fired, how often and for how long."""
    with Client() as client:
        told = client.post("/admin/alerts/rules/backtest", {"rule_id": rule_id, "hours": hours})
    for episode in told["episodes"][:_SHOWN_MAX]:
        when = f"{episode['fired_at'][:16]} for {episode['minutes']:g} min{_format(episode['labels'])}"
        console.print(f"{escape(when)}: {escape(episode['message'])}", soft_wrap=True)
    minutes = f"{told['minutes_firing']:g} minutes in all"
    console.print(f"Within {hours} hours it would have fired {told['fired']} times, for {minutes}.")


def _print_alert(alert: Mapping[str, Any]) -> None:
    head = f"[red]{alert['severity'].upper()}[/] {escape(alert['rule_name'])}: {escape(alert['message'])}"
    console.print(head, soft_wrap=True)
    segment = alert["segment"]
    if segment:
        part = f"{segment['field']} {segment['value']}"
        console.print(f"  {100 * segment['share']:.0f} % of it is {escape(part)}.")
    for trace_id in alert["worst_trace_ids"][:3]:
        console.print(f"  trace {escape(trace_id)}")


def _format(labels: Mapping[str, str]) -> str:
    return f" ({', '.join(f'{name} {value}' for name, value in labels.items())})" if labels else ""
