"""Where alerts are told: channels listed, added, tried and removed, and what could not be delivered."""

import sys
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ratchet.domain.alert import AlertSeverity
from ratchet.domain.channel import ChannelKind
from ratchet.domain.notification import NotificationStatus
from ratchet.errors import NotFound
from ratchet.sdk.client import Client

console = Console(highlight=False)
_PATH = "/admin/alerts/channels"
_COLOURS = {"failing": "red", "healthy": "green"}

channels = typer.Typer(help="Where alerts are told.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The channel's name.")]


@channels.command("list")
def list_channels() -> None:
    """Show the channels, and how each fares."""
    with Client() as client:
        found = client.get(_PATH)["channels"]
    table = Table(box=None, pad_edge=False)
    for heading in ("NAME", "KIND", "ADDRESS", "SEVERITIES", "HEALTH", "WAITING", "DEAD"):
        table.add_column(heading, overflow="fold")
    for channel in found:
        health = channel["health"] if channel["enabled"] else "off"
        table.add_row(
            escape(channel["name"]),
            channel["kind"],
            escape(channel["address"]),
            ", ".join(channel["severities"]) or "all",
            f"[{_COLOURS.get(health, 'default')}]{health}[/]",
            str(channel["waiting"]),
            str(channel["dead"]),
        )
    console.print(table)
    for channel in found:
        if channel["failing_since"]:
            console.print(f"[red]{escape(channel['name'])}[/]: {escape(channel['last_error'])}")


@channels.command("add")
def add_channel(
    *,
    name: Name,
    kind: Annotated[ChannelKind, typer.Argument(help="How it is spoken to.")],
    address: Annotated[
        str | None, typer.Argument(help="Its URL, or PagerDuty's integration key; asked for where it is left out.")
    ] = None,
    severity: Annotated[list[AlertSeverity] | None, typer.Option(help="Only these; may be repeated.")] = None,
    rule: Annotated[list[str] | None, typer.Option(help="Only this rule, by its id; may be repeated.")] = None,
    resolved: Annotated[bool, typer.Option(help="Tell it also that an alert is over.")] = True,
    allow_private: Annotated[bool, typer.Option(help="It may be on this machine or in its network.")] = False,
) -> None:
    """Add a channel; what its messages are signed with, if they are, is shown once."""
    field = "routing_key" if kind is ChannelKind.PAGERDUTY else "url"
    said = {
        "name": name,
        "kind": kind,
        field: address or _ask(kind),
        "severities": severity or [],
        "rule_ids": rule or [],
        "send_resolved": resolved,
        "allow_private_addresses": allow_private,
    }
    with Client() as client:
        made = client.post(_PATH, said)
    console.print(f"Alerts are told to {escape(made['name'])} at {escape(made['address'])}.")
    if made["secret"]:
        console.print(f"Its messages are signed with {made['secret']}, which is shown only now.")


@channels.command("test")
def test_channel(name: Name) -> None:
    """Send a test, and show what the service said; exit code 1 when it did not arrive."""
    with Client() as client:
        answer = client.post(f"{_path(client, name)}/test", None)
    colour, word = ("green", "It arrived") if answer["ok"] else ("red", "It did not arrive")
    console.print(f"[{colour}]{word}[/] ({answer['latency_ms']:.0f} ms): {escape(answer['detail'])}")
    if not answer["ok"]:
        raise typer.Exit(1)


@channels.command("remove")
def remove_channel(name: Name) -> None:
    """Delete a channel, with what was to be sent to it."""
    with Client() as client:
        client.request("DELETE", _path(client, name))
    console.print(f"{escape(name)} is told of nothing any more.")


@channels.command("retry")
def retry_channel(name: Name) -> None:
    """Try everything again that was given up for a channel."""
    with Client() as client:
        answer = client.post(f"{_path(client, name)}/retry", None)
    console.print(f"{answer['retried']} notifications are tried again.")


@channels.command("sent")
def list_notifications(
    status: Annotated[NotificationStatus | None, typer.Option(help="Only these.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
) -> None:
    """Show what was sent, is to be sent, or was given up, newest first."""
    query = f"?limit={limit}" + (f"&status={status.value}" if status else "")
    with Client() as client:
        found = client.get(f"/admin/alerts/notifications{query}")["notifications"]
    table = Table(box=None, pad_edge=False)
    for heading in ("AT", "CHANNEL", "ALERT", "TURN", "STATUS", "ATTEMPTS", "LAST ERROR"):
        table.add_column(heading, overflow="fold")
    for one in found:
        name, alert = escape(one["channel_name"]), escape(one["alert"]["rule_name"])
        at, tries = one["created_at"][:19], str(one["attempts"])
        table.add_row(at, name, alert, one["turn"], one["status"], tries, escape(one["last_error"]))
    console.print(table)


def _ask(kind: ChannelKind) -> str:
    """An address is a secret: typed in, or piped in, it is in no list of processes and no history of a shell."""
    what = "Integration key" if kind is ChannelKind.PAGERDUTY else "URL"
    return typer.prompt(what, hide_input=True) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _path(client: Client, name: str) -> str:
    found: list[dict[str, Any]] = client.get(_PATH)["channels"]
    channel_id = next((channel["id"] for channel in found if name in (channel["name"], channel["id"])), None)
    if channel_id is None:
        raise NotFound(f"There is no channel {name!r}. `ratchet alerts channels list` shows those there are.")
    return f"{_PATH}/{quote(channel_id, safe='')}"
