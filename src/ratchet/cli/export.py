"""`ratchet export`: have the server write a dataset to files, and fetch them."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from ratchet.domain.export import Checks, ExportFormat, ExportState, Group
from ratchet.errors import Conflict, Invalid
from ratchet.sdk.client import Client
from ratchet.sdk.connection import read_connection

console = Console(highlight=False)

_POLL_S = 0.3
_PATIENCE_S = 600.0


def export(
    name: Annotated[str, typer.Argument(help="The name of the dataset.", show_default=False)],
    *,
    kind: Annotated[ExportFormat, typer.Option("--format", help="How the items are written.")] = ExportFormat.JSONL,
    output: Annotated[Path, typer.Option("--output", "-o", help="The directory to fetch the files into.")] = Path("."),
    output_path: Annotated[
        str | None, typer.Option(help="Where on the server, inside RATCHET_EXPORT_DIR. [dataset and time]")
    ] = None,
    min_score: Annotated[float | None, typer.Option(help="Items with this score at least.")] = None,
    max_score: Annotated[float | None, typer.Option(help="Items with this score at most.")] = None,
    query_type: Annotated[str | None, typer.Option(help="Items of this query type.")] = None,
    from_date: Annotated[str | None, typer.Option(help="Items made from then on, ISO 8601.")] = None,
    to_date: Annotated[str | None, typer.Option(help="Items made until then, ISO 8601.")] = None,
    train_split: Annotated[float, typer.Option(help="The share for training.")] = 0.8,
    no_split: Annotated[bool, typer.Option("--no-split", help="One file, in the order of the dataset.")] = False,
    seed: Annotated[int, typer.Option(help="Of the shuffle.", min=0)] = 42,
    drop_duplicates: Annotated[bool, typer.Option("--drop-duplicates", help="Leave out near-duplicates.")] = False,
    keep_together: Annotated[Group | None, typer.Option(help="Keep what belongs together on one side.")] = None,
    stratify: Annotated[bool, typer.Option("--stratify", help="Split each query type by itself.")] = False,
    checks: Annotated[Checks, typer.Option(help="How many items to look at for the report.")] = Checks.FAST,
    redact: Annotated[bool, typer.Option("--redact", help="Take out personal data and secrets.")] = False,
    system_prompt: Annotated[str | None, typer.Option(help="Leads chats that bring no system message.")] = None,
    model: Annotated[str | None, typer.Option(help="What is to be trained, for limits and costs.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that are there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what it would come to.")] = False,
) -> None:
    """Write a dataset to files on the server at RATCHET_URL, tell what they hold, and fetch them."""
    asked: dict[str, Any] = {
        "format": kind,
        "output_path": output_path,
        "min_score": min_score,
        "max_score": max_score,
        "query_type": query_type,
        "from_date": from_date,
        "to_date": to_date,
        "train_split": None if no_split else train_split,
        "seed": seed,
        "drop_duplicates": drop_duplicates,
        "keep_together": keep_together,
        "stratify": stratify,
        "checks": checks,
        "redact": redact,
        "system_prompt": system_prompt,
        "model": model,
        "overwrite": overwrite,
        "dry_run": dry_run,
        "background": not dry_run,
    }
    connection = read_connection()
    with Client(replace(connection, timeout_s=max(connection.timeout_s, _PATIENCE_S))) as client:
        begun = client.post(f"/admin/datasets/{quote(name, safe='')}/export", asked)
        done = begun if dry_run else _wait(client, begun)
        _tell(done)
        for file in done["files"]:
            _fetch(client, file, output, overwrite=overwrite)


def _wait(client: Client, export: dict[str, Any]) -> dict[str, Any]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Exporting", total=None)
        while not ExportState(export["state"]).is_over:
            progress.update(task, completed=export["progress"], total=export["total"] or None)
            time.sleep(_POLL_S)
            export = client.get(f"/admin/exports/{export['export_id']}")
    if export["state"] != ExportState.COMPLETED:
        raise Conflict(f"The export {export['state']}. {export['error'] or 'Somebody gave it up.'}")
    return export


def _tell(export: dict[str, Any]) -> None:
    split = f": {export['train_items']:,} to train, {export['val_items']:,} to validate"
    is_split = export["stats"]["train_split"] is not None
    verb = "would be" if export["state"] == "dry_run" else "are"
    console.print(
        f"{export['total_items']:,} items of {escape(export['dataset_name'])} {verb} exported{split * is_split}."
    )
    table = Table(box=None, show_header=False)
    for label, value in _findings(export["report"]):
        table.add_row(label, value)
    console.print(table)


def _findings(report: dict[str, Any]) -> list[tuple[str, str]]:
    tokens, personal = report["tokens"], report["personal_data"]
    cost = tokens["training_cost_usd_per_epoch"]
    found = [("Left out", f"{each['count']:,}, because {escape(each['reason'])}") for each in report["left_out"]]
    if not report["looked_at"]:
        return [*found, *_warnings(report)]
    found += [
        ("Near-duplicates", f"{report['near_duplicates']:,}"),
        ("In both train and validation", f"{report['leaked']:,}"),
        ("In evaluation datasets too", f"{report['contaminated']['items']:,}"),
        ("With personal data", f"{personal['items']:,}" + (", redacted" if personal["is_redacted"] else "")),
        ("Tokens", f"{'about ' if tokens['is_estimated'] else ''}{tokens['total']:,}"),
    ]
    if cost is not None:
        found.append(("Training", f"about ${cost:,.2f} an epoch with {escape(tokens['model'])}"))
    return [*found, *_warnings(report)]


def _warnings(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [("[yellow]Warning[/]", escape(warning)) for warning in report["warnings"]]


def _fetch(client: Client, file: dict[str, Any], directory: Path, *, overwrite: bool) -> None:
    path = directory / file["name"]
    if path.exists() and not overwrite:
        raise Conflict(f"{path} exists already. Choose another --output, or give --overwrite.")
    partial = path.with_name(f".{path.name}.partial")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with Progress(
            TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console, transient=True
        ) as bar:
            task = bar.add_task(escape(file["name"]), total=file["size_bytes"])
            with partial.open("wb") as target:
                for piece in client.fetch(file["download"]):
                    target.write(piece)
                    bar.advance(task, len(piece))
        partial.replace(path)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    console.print(escape(str(path)), soft_wrap=True)
