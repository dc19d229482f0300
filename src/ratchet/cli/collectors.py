"""`ratchet collectors`: rules on a running server that move traces into datasets."""

import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ratchet.errors import Invalid
from ratchet.sdk.client import Client

console = Console(highlight=False)

collectors = typer.Typer(
    help="Make, try, run and delete rules that move traces into datasets, on the server at RATCHET_URL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Name = Annotated[str, typer.Argument(help="The name of the collector.", show_default=False)]
Hours = Annotated[float, typer.Option(help="How far back to look.", min=0.01)]
_POLL_S = 0.5
_CELL_LENGTH_MAX = 60


@collectors.command("list")
def list_collectors() -> None:
    """Show the collectors, what they ask, and how much they collected today."""
    with Client() as client:
        found = client.get("/admin/collectors")["collectors"]
    console.print(_to_table(found) if found else "There are no collectors. `ratchet collectors create` makes one.")


@collectors.command("create")
def create_collector(
    name: Name,
    dataset: Annotated[str | None, typer.Option(help="The dataset to fill; default: one of the same name.")] = None,
    *,
    score: Annotated[str | None, typer.Option(help="The score to go by; default: the trace's quality.")] = None,
    at_least: Annotated[float | None, typer.Option(help="The least that score may be.")] = None,
    below: Annotated[float | None, typer.Option(help="What that score must stay below.")] = None,
    thumbs_down: Annotated[bool, typer.Option("--thumbs-down", help="Also what users rejected.")] = False,
    tag: Annotated[list[str] | None, typer.Option(help="Only traces with one of these tags.")] = None,
    environment: Annotated[str | None, typer.Option(help="Only traces of this environment.")] = None,
    at_most_a_day: Annotated[int | None, typer.Option(help="Items a day at most.", min=1)] = None,
    sampling: Annotated[float, typer.Option(help="The share of traces to look at.", min=0, max=1)] = 1.0,
    redact: Annotated[bool, typer.Option("--redact", help="Replace personal data and secrets.")] = False,
    rule: Annotated[
        Path | None, typer.Option(help="A file with the whole rule as JSON, instead.", dir_okay=False)
    ] = None,
) -> None:
    """Make a collector, which looks at what is scored from now on."""
    said: dict[str, Any] = {
        "criteria": _to_criteria(score, at_least, below, thumbs_down),
        "filters": _to_filters(tag, environment),
        "at_most_a_day": at_most_a_day,
        "sampling": sampling,
        "redact": redact,
    }
    with Client() as client:
        body = {"name": name, "dataset": dataset or name} | (said if rule is None else _read_json(rule))
        made = client.post("/admin/collectors", body)
    console.print(f"{escape(name)} collects {escape(made['rule'])} into {escape(made['dataset'])} from now on.")


@collectors.command("run")
def run_collector(
    name: Name,
    hours: Hours = 24,
    limit: Annotated[int, typer.Option(help="How many items to collect at most, of the newest traces.", min=1)] = 1000,
    dry: Annotated[bool, typer.Option("--dry", help="Only show what would be collected of some traces.")] = False,
    wait: Annotated[bool, typer.Option(help="Wait until it is done.")] = True,
) -> None:
    """Send a collector over the traces of the last hours."""
    since = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    with Client() as client:
        if dry:
            _tell_preview(client.post("/admin/collectors/preview", {"collector": name, "from_time": since}))
            return
        run = client.post(_to_path(name, "run"), {"from_time": since, "limit": limit})
        while wait and run["state"] in ("queued", "running"):
            time.sleep(_POLL_S)
            run = client.get(_to_path(name, "runs", run["id"]))
    _tell_run(run)
    if run["state"] == "failed":
        raise typer.Exit(1)


@collectors.command("delete")
def delete_collector(name: Name) -> None:
    """Delete a collector; what it collected stays."""
    with Client() as client:
        client.request("DELETE", _to_path(name))
    console.print(f"Collector {escape(name)} is deleted. What it collected stays in its dataset.")


def _to_criteria(
    score: str | None, at_least: float | None, below: float | None, thumbs_down: bool
) -> list[dict[str, Any]]:
    bounds = {"at_least": at_least, "below": below}
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    criteria: list[dict[str, Any]] = []
    if score is not None:
        criteria.append({"type": "score", "score_name": score, **given})
    elif given:
        criteria.append({"type": "quality", **given})
    return criteria + ([{"type": "thumbs_down"}] if thumbs_down else [])


def _to_filters(tags: Sequence[str] | None, environment: str | None) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    if tags:
        filters.append({"field": "tags", "operator": "any of", "value": tags})
    if environment is not None:
        filters.append({"field": "environment", "operator": "=", "value": environment})
    return filters


def _to_table(found: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("Collector", "Dataset", "Collects", "Today", "State", box=None, pad_edge=False)
    table.columns[3].justify = "right"
    for one in found:
        state = one["problem"] or ("on" if one["enabled"] else "off")
        limit = "" if one["at_most_a_day"] is None else f" of {one['at_most_a_day']:,}"
        table.add_row(
            escape(one["name"]),
            escape(one["dataset"] or "–"),
            escape(one["rule"]),
            f"{one['collected_today']:,}{limit}",
            escape(state),
        )
    return table


def _tell_run(run: Mapping[str, Any]) -> None:
    tally = run["tally"]
    if run["state"] == "queued":
        console.print(f"Run {run['id']} is queued.")
        return
    console.print(
        f"{tally['looked_at']:,} traces looked at: {tally['collected']:,} collected, {tally['kept']:,} there before, "
        f"{tally['duplicates']:,} duplicates, {tally['over_limit']:,} over the limit, {tally['withdrawn']:,} withdrawn."
    )
    if run["error"]:
        console.print(f"[red]{escape(run['error'])}[/]")


def _tell_preview(tried: Mapping[str, Any]) -> None:
    tally = tried["tally"]
    console.print(f"Of the newest {tally['looked_at']:,} traces, {tally['collected']:,} would be collected.")
    table = Table("Query", "Score", "Why", box=None, pad_edge=False)
    for item in tried["items"]:
        score = "–" if item["score"] is None else f"{item['score']:.3g}"
        table.add_row(escape(_shorten(item["query"] or "")), score, escape(item["reason"]))
    if tried["items"]:
        console.print(table)


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CELL_LENGTH_MAX else f"{line[:_CELL_LENGTH_MAX]}…"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from error
    except (TypeError, ValueError) as error:
        raise Invalid(f"{path} is no JSON object: {error}.") from error


def _to_path(name: str, *parts: str) -> str:
    return "/".join(("/admin/collectors", *(quote(part, safe="") for part in (name, *parts))))
