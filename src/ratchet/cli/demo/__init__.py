"""`ratchet demo`: a day of traffic through a real server, with nothing to configure."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from ratchet.cli.demo.expectation import Difference, compare, expect
from ratchet.cli.demo.play import play_day
from ratchet.cli.demo.tables import to_tables
from ratchet.cli.demo.traffic import Chat, plan_day
from ratchet.testing.server import Server, running_server

console = Console(highlight=False)


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="End when the numbers are checked; fail if one is wrong.")
    ] = False,
) -> None:
    """Play a day of a small chat application into a server of its own, and show what Ratchet says about it."""
    chats = plan_day(datetime.now(UTC))
    with tempfile.TemporaryDirectory(prefix="ratchet-demo-") as directory:
        console.print("Starting a server with a data directory of its own…")
        with running_server(Path(directory)) as server:
            _play(chats, server)
            dashboard = _read_dashboard(server)
            differences = list(compare(expect(chats), dashboard))
            console.print(to_tables(dashboard))
            _print_verdict(chats, differences)
            if not once:
                _print_where(server)
                _wait_for_interrupt()
    if differences:
        raise typer.Exit(1)


def _play(chats: Sequence[Chat], server: Server) -> None:
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Playing a day of a shoe shop's assistant", total=len(chats))
        play_day(chats, server.url, server.public_key, server.secret_key, lambda: progress.advance(task))


def _read_dashboard(server: Server) -> Mapping[str, Any]:
    with server.client() as client:
        return client.get("/metrics/dashboard", params={"hours": 24}).raise_for_status().json()


def _print_verdict(chats: Sequence[Chat], differences: Sequence[Difference]) -> None:
    if not differences:
        console.print(f"\n[green]✓[/] {len(chats)} chats were sent, and every number above is what was sent.")
    for difference in differences:
        console.print(f"[red]✗[/] {difference.name}: sent {difference.expected}, shown {difference.found}")


def _print_where(server: Server) -> None:
    console.print(f"\nThe dashboard is at [bold]{server.url}[/]: sign in with the secret key below.")
    console.print("Or try, in another terminal:\n")
    key = f"{server.public_key}:{server.secret_key}"
    for path in ("/metrics/dashboard?hours=24", "/metrics/traces/search?status=error&limit=5"):
        console.print(f"  curl -u {key} '{server.url}{path}'", soft_wrap=True)
    console.print("\nSend it traces of your own, with any Langfuse SDK:\n")
    console.print(f"  export LANGFUSE_BASE_URL={server.url}", soft_wrap=True)
    console.print(f"  export LANGFUSE_PUBLIC_KEY={server.public_key}", soft_wrap=True)
    console.print(f"  export LANGFUSE_SECRET_KEY={server.secret_key}", soft_wrap=True)
    console.print("\nCtrl-C ends it and removes its data.")


def _wait_for_interrupt() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        console.print("\nStopped.")
