"""Telling on a terminal how the demo goes."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape

from ratchet.cli.demo.step import Outcome
from ratchet.testing.server import Server

console = Console(highlight=False)

_MARKS = {True: "[green]✓[/]", False: "[red]✗[/]"}


def tell_outcome(outcome: Outcome, url: str) -> None:
    """A step with its claims, and where the dashboard shows it."""
    console.print(f"{_MARKS[outcome.holds]} [bold]{outcome.step.title}[/] [dim]{outcome.seconds:.1f} s[/]")
    for claim in outcome.claims:
        console.print(f"  {_MARKS[claim.holds]} {escape(claim.text)}", soft_wrap=True)
    console.print(f"    [dim]see {url}{outcome.step.page}[/]", soft_wrap=True)


def tell_end(outcomes: Iterable[Outcome], seconds: float) -> None:
    """The summary."""
    wrong = [outcome.step.title for outcome in outcomes if not outcome.holds]
    if wrong:
        console.print(f"\n[red]✗[/] Not as it should be: {escape('; '.join(wrong))}.")
    else:
        console.print(f"\n[green]✓[/] The loop closed in {seconds:.0f} s, and every line above is what the API says.")


def tell_where(server: Server, twin_url: str) -> None:
    """Where to go on from here."""
    console.print(f"\nTalk to a twin at [bold]{twin_url}[/]; each answer has a link to its trace.", soft_wrap=True)
    console.print(f"The dashboard is at [bold]{server.url}[/]: sign in with the secret key below.")
    console.print("Or try, in another terminal:\n")
    key = f"{server.public_key}:{server.secret_key}"
    for path in ("/metrics/dashboard?hours=24", "/metrics/traces/search?status=error&limit=5"):
        console.print(f"  curl -u {key} '{server.url}{path}'", soft_wrap=True)
    console.print("\nSend it traces of your own, with any Langfuse SDK:\n")
    console.print(f"  export LANGFUSE_BASE_URL={server.url}", soft_wrap=True)
    console.print(f"  export LANGFUSE_PUBLIC_KEY={server.public_key}", soft_wrap=True)
    console.print(f"  export LANGFUSE_SECRET_KEY={server.secret_key}", soft_wrap=True)
    console.print("\nCtrl-C ends it and removes its data.")
