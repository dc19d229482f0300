"""Listing, adding and running probes of a running server."""

from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console
from rich.markup import escape

from ratchet.cli.probes.tables import to_check_table, to_probe_table, to_result_table
from ratchet.sdk.client import Client

console = Console(highlight=False)

PATH = "/admin/probes"
Name = Annotated[str, typer.Argument(help="The name of the probe.", show_default=False)]
Hours = Annotated[int, typer.Option(help="How far back to look.", min=1, max=8760)]
_STRIP_STEPS = 24


def list_probes(hours: Hours = 24) -> None:
    """Show the probes, where each stands, and how it fared."""
    with Client() as client:
        found = client.get(f"{PATH}?hours={hours}&steps={_STRIP_STEPS}")["probes"]
    console.print(to_probe_table(found) if found else "There are no probes. `ratchet probes add` makes one.")


def add_probe(
    name: Name,
    target: Annotated[str, typer.Option(help="The target to ask.")],
    query: Annotated[list[str] | None, typer.Option(help="What to ask; several times for several.")] = None,
    *,
    dataset: Annotated[str, typer.Option(help="Instead: the dataset whose newest items are asked.")] = "",
    cron: Annotated[str, typer.Option(help="When, in UTC: '*/15 * * * *'.")] = "",
    every_s: Annotated[int, typer.Option(help="Without a cron: so many seconds apart.", min=10)] = 300,
    timeout_s: Annotated[float, typer.Option(help="How long to wait for an answer.", min=0.1, max=60)] = 30.0,
    contains: Annotated[list[str] | None, typer.Option(help="A text that is in the answer.")] = None,
    matches: Annotated[list[str] | None, typer.Option(help="A pattern that is in the answer.")] = None,
    latency_ms: Annotated[float | None, typer.Option(help="The most milliseconds that it may take.")] = None,
    score: Annotated[list[str] | None, typer.Option(help="A judge and its least score: faithfulness=0.7.")] = None,
    no_refusal: Annotated[bool, typer.Option("--no-refusal", help="The answer does not decline.")] = False,
    failures: Annotated[int, typer.Option(help="Failed runs in a row before it is down.", min=1, max=100)] = 1,
) -> None:
    """Make a probe, which runs from now on. `ratchet probes apply` takes a file of them, with every check there is."""
    checks = [{"type": "contains", "value": text} for text in contains or ()]
    checks += [{"type": "matches", "value": pattern} for pattern in matches or ()]
    checks += [_to_score(said) for said in score or ()]
    checks += [{"type": "latency", "value": latency_ms}] if latency_ms is not None else []
    checks += [{"type": "no_refusal"}] if no_refusal else []
    body = {
        "name": name,
        "target": target,
        "queries": query or [],
        "dataset": dataset,
        "cron": cron,
        "every_s": every_s,
        "timeout_s": timeout_s,
        "checks": checks,
        "failures_to_down": failures,
    }
    with Client() as client:
        made = client.post(PATH, body)
    console.print(f"Probe {escape(name)} runs at {made['next_at'][:19].replace('T', ' ')} UTC first.")


def run_probe(name: Name) -> None:
    """Run a probe now, and show every check; exits with 1 when something is wrong."""
    with Client() as client:
        run = client.post(f"{PATH}/{quote(name, safe='')}/run", None)
    for result in run["results"]:
        console.print(to_result_table([result]))
        console.print(to_check_table(result))
    if not run["is_ok"]:
        raise typer.Exit(1)


def show_results(
    name: Name,
    hours: Hours = 24,
    failed: Annotated[bool, typer.Option("--failed", help="Only what was not fine.")] = False,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1, max=1000)] = 20,
) -> None:
    """Show what came of a probe, the newest run first, and how it fared in all."""
    path = f"{PATH}/{quote(name, safe='')}"
    with Client() as client:
        found = client.get(f"{path}/results?hours={hours}&failed={str(failed).lower()}&limit={limit}")["results"]
        whole = client.get(f"{path}/uptime?hours={hours}&steps=1")["whole"]
    if found:
        console.print(to_result_table(found))
    share = "no run" if whole["uptime"] is None else f"{whole['uptime']:.4g} % of {whole['runs']:,} runs fine"
    console.print(f"Last {hours} h: {share}, {whole['missed']:,} missed.")


def delete_probe(name: Name) -> None:
    """Delete a probe; its traces stay."""
    with Client() as client:
        client.request("DELETE", f"{PATH}/{quote(name, safe='')}")
    console.print(f"Probe {escape(name)} is deleted. Its traces stay.")


def _to_score(said: str) -> dict[str, Any]:
    judge, _, least = said.partition("=")
    try:
        return {"type": "score", "judge": judge, "value": float(least)}
    except ValueError as error:
        raise typer.BadParameter(f"{said!r} is no judge with a score: write faithfulness=0.7.") from error
