"""What goes into a dataset: items of a file, and traces."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from ratchet.cli.datasets.console import Name, console, to_path
from ratchet.cli.datasets.sending import send_file
from ratchet.cli.datasets.tables import to_refusal_table
from ratchet.errors import Conflict, Invalid
from ratchet.sdk.client import Client


class FileFormat(StrEnum):
    """What a file of items can be."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Status(StrEnum):
    """How a trace ended."""

    SUCCESS = "success"
    ERROR = "error"


def import_file(
    name: Name,
    file: Annotated[Path, typer.Argument(help="JSONL, CSV or Parquet.", show_default=False)],
    *,
    create: Annotated[bool, typer.Option("--create", help="Make the dataset if it is not there.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Store nothing where any row is rejected.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Store nothing, only look at the rows.")] = False,
    file_format: Annotated[
        FileFormat | None, typer.Option("--format", help="Found out from how the file begins unless it is given.")
    ] = None,
    item_id: Annotated[str | None, typer.Option("--id", help="The column that is the item's id. [id]")] = None,
    item_input: Annotated[
        list[str] | None, typer.Option("--input", help="The column that is the input; several make an object. [input]")
    ] = None,
    expected_output: Annotated[
        list[str] | None, typer.Option(help="The same for the expected output. [expected_output]")
    ] = None,
) -> None:
    """Add the items of a file. Rows that cannot be items are told by line; the exit code is 1 then."""
    if strict and check:
        raise Invalid("--strict and --check exclude each other: --check stores nothing anyway.")
    params = {
        "mode": "strict" if strict else "check" if check else "store",
        "format": file_format,
        "id": item_id,
        "input": item_input,
        "expected_output": expected_output,
    }
    with Client() as client:
        if create:
            _ensure(client, name)
        done = send_file(client, to_path(name, "import"), file, params)
    _tell_import(done, check)


def add_traces(
    name: Name,
    trace_ids: Annotated[list[str] | None, typer.Argument(help="Ids of traces; without any, a search.")] = None,
    *,
    hours: Annotated[float, typer.Option(help="How far back to look.")] = 24,
    trace_name: Annotated[str | None, typer.Option(help="Traces of this name.")] = None,
    status: Annotated[Status | None, typer.Option(help="Traces that ended like this.")] = None,
    user: Annotated[str | None, typer.Option(help="Traces of this user.")] = None,
    session: Annotated[str | None, typer.Option(help="Traces of this session.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Traces with this tag, and each further one.")] = None,
    text: Annotated[str | None, typer.Option(help="Traces with this in their name, input or output.")] = None,
    score: Annotated[
        str | None, typer.Option(help="Traces with this score, which becomes the score of their items.")
    ] = None,
    score_min: Annotated[float | None, typer.Option(help="The least that score may be.")] = None,
    score_max: Annotated[float | None, typer.Option(help="The greatest that score may be.")] = None,
    limit: Annotated[int, typer.Option(help="How many traces of a search to add, the newest first.")] = 1000,
) -> None:
    """Add traces as items: what went in, what came out or should have, and their scores."""
    search: dict[str, Any] = {
        "from_hours": hours,
        "name": trace_name,
        "status": status,
        "user": user,
        "session": session,
        "tag": tag or [],
        "text": text,
        "score": score,
        "score_min": score_min,
        "score_max": score_max,
    }
    which = {"trace_ids": trace_ids} if trace_ids else {"search": search, "limit": limit}
    with Client() as client:
        done = client.post(to_path(name, "traces"), which | {"score": score})
    refused = [(trace["trace_id"], trace["reason"]) for trace in done["rejected"]]
    console.print(f"{done['added']:,} traces are items of {escape(name)} now.")
    if refused:
        console.print(to_refusal_table(f"{len(refused):,} are not:", "Trace", refused, len(refused)))
        raise typer.Exit(1)


def _ensure(client: Client, name: str) -> None:
    try:
        client.post("/admin/datasets", {"name": name})
    except Conflict:
        return  # it is there already
    console.print(f"Dataset {escape(name)} is new.")


def _tell_import(done: dict[str, Any], is_check: bool) -> None:
    accepted = (
        f"could be stored in {escape(done['dataset'])}" if is_check else f"are stored in {escape(done['dataset'])}"
    )
    count = done["accepted"] if is_check else done["stored"]
    console.print(f"{count:,} of {done['rows']:,} rows {accepted}.")
    if not done["rejected"]:
        return
    rows = [(str(row["line"]), row["reason"]) for row in done["rejected_rows"]]
    console.print(to_refusal_table(f"{done['rejected']:,} rows are rejected:", "Line", rows, done["rejected"]))
    if not done["complete"]:
        console.print("[yellow]The file could not be read beyond that.[/]")
    raise typer.Exit(1)
