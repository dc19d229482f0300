"""Datasets as a whole: made, listed, shown, renamed, archived, deleted."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from ratchet.cli.datasets.console import Name, console, to_path
from ratchet.cli.datasets.tables import to_dataset_table, to_item_table, to_summary
from ratchet.errors import Invalid
from ratchet.sdk.client import Client

_PAGE = 1000


def create_dataset(
    name: Name,
    description: Annotated[str | None, typer.Option(help="What it is for.")] = None,
    input_schema: Annotated[
        Path | None, typer.Option(help="A file with the JSON Schema that every input has to meet.", dir_okay=False)
    ] = None,
    expected_output_schema: Annotated[
        Path | None, typer.Option(help="The same for every expected output.", dir_okay=False)
    ] = None,
) -> None:
    """Make a dataset."""
    said = {
        "name": name,
        "description": description,
        "input_schema": _read_json(input_schema),
        "expected_output_schema": _read_json(expected_output_schema),
    }
    with Client() as client:
        client.post("/admin/datasets", said)
    console.print(f"Dataset {escape(name)} is there. `ratchet datasets import` and `add-traces` fill it.")


def list_datasets(
    archived: Annotated[bool, typer.Option("--archived", help="Those in the archive instead.")] = False,
) -> None:
    """Show all datasets, the newest first."""
    with Client() as client:
        found = _read_all(client, archived)
        scores = client.get("/metrics/dataset") if found else {}
    if found:
        console.print(to_dataset_table(found, scores))
    else:
        console.print(f"There are no {'archived ' if archived else ''}datasets. `ratchet datasets create` makes one.")


def show_dataset(
    name: Name,
    items: Annotated[int, typer.Option(help="How many of its newest items to show.", min=0, max=_PAGE)] = 10,
) -> None:
    """Show a dataset and its newest items."""
    with Client() as client:
        dataset = client.get(to_path(name))
        newest = client.get(to_path(name, "items"), {"limit": items})["items"] if items else []
    console.print(to_summary(dataset))
    if newest:
        console.print(to_item_table(newest))


def rename_dataset(
    name: Name, new_name: Annotated[str, typer.Argument(help="Its new name.", show_default=False)]
) -> None:
    """Give a dataset another name; its items and runs stay with it."""
    _change(name, {"name": new_name})
    console.print(f"Dataset {escape(name)} is called {escape(new_name)} now.")


def archive_dataset(name: Name) -> None:
    """Take a dataset out of the lists; it takes no items any more, and can be restored."""
    _change(name, {"archived": True})
    console.print(f"Dataset {escape(name)} is archived. `ratchet datasets restore` brings it back.")


def restore_dataset(name: Name) -> None:
    """Bring a dataset back from the archive."""
    _change(name, {"archived": False})
    console.print(f"Dataset {escape(name)} is back.")


def delete_dataset(
    name: Name,
    force: Annotated[bool, typer.Option("--force", help="Delete it although there are runs of it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete a dataset with all its items, for good; one with runs is archived instead, unless forced."""
    with Client() as client:
        dataset = client.get(to_path(name))
        if not yes:
            typer.confirm(f"Delete dataset {name} with {dataset['item_count']:,} items for good?", abort=True)
        gone = client.request("DELETE", to_path(name), params={"force": force})
    if gone["outcome"] == "deleted":
        console.print(f"Dataset {escape(name)} is deleted.")
    else:
        console.print(
            f"Dataset {escape(name)} is archived, for there are {gone['run_count']:,} runs of it. "
            "--force deletes it all the same."
        )


def _change(name: str, said: dict[str, Any]) -> None:
    with Client() as client:
        client.request("PATCH", to_path(name), json=said)


def _read_all(client: Client, archived: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = client.get("/admin/datasets", {"archived": archived, "offset": len(found), "limit": _PAGE})
        found += page["datasets"]
        if len(found) >= page["total"] or not page["datasets"]:
            return found


def _read_json(path: Path | None) -> Any:
    if path is None:
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise Invalid(f"{path} is no JSON: {error}.") from error
