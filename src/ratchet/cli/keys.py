"""`ratchet keys`: make, list and revoke keys, on the record store itself, so that a lost key locks nobody out."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ratchet.auth.keys import create_key, ensure_project
from ratchet.auth.sign_in import create_link_token
from ratchet.domain.project import Key
from ratchet.settings import Settings, read_settings
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.keys import read_keys, revoke_key

keys = typer.Typer(
    help="Make, list and revoke keys. Works whether or not a server runs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False)


@keys.command()
def create(
    project: Annotated[
        str | None, typer.Option(help="The id of its project, made if it is new. [RATCHET_PROJECT_ID, default]")
    ] = None,
    note: Annotated[str, typer.Option(help="What it is for; the list shows it.")] = "",
) -> None:
    """Make a key and print its secret, this once."""
    with _records() as (records, settings):
        project_id, name = (settings.project_id, settings.project_name) if project is None else (project, project)
        is_new = ensure_project(records, project_id, name)
        key = create_key(records, project_id, note=note)
    which = "the new project" if is_new else "project"
    console.print(f"A key for {which} {escape(key.project_id)}; its secret is shown this once:\n")
    for name, value in (("PUBLIC", key.public_key), ("SECRET", key.secret_key)):
        console.print(f"  export LANGFUSE_{name}_KEY={value}", soft_wrap=True)


@keys.command("list")
def list_keys() -> None:
    """Show all keys; secrets are not kept, so none is shown."""
    with _records() as (records, _settings):
        found = read_keys(records)
    if found:
        console.print(_to_table(found))
    else:
        console.print("There are no keys yet. `ratchet keys create` makes one, and so does the first `ratchet serve`.")


@keys.command()
def revoke(public_key: Annotated[str, typer.Argument(help="The public half of the key.")]) -> None:
    """Take a key out of use; a running server refuses it within a few seconds."""
    with _records() as (records, _settings):
        revoke_key(records, public_key, datetime.now(UTC))
    console.print(f"Key {escape(public_key)} is revoked.", soft_wrap=True)


@keys.command()
def link() -> None:
    """Print a link that signs one browser in to the dashboard, once, within half an hour."""
    with _records() as (records, settings):
        ensure_project(records, settings.project_id, settings.project_name)
        token = create_link_token(records)
    console.print(f"http://{settings.host}:{settings.port}/sign-in?token={token}", soft_wrap=True)


def _to_table(found: list[Key]) -> Table:
    table = Table("Public key", "Project", "Note", "Created (UTC)", "State", box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    for key in found:
        state = f"[red]revoked {key.revoked_at:%Y-%m-%d %H:%M}[/]" if key.revoked_at else "[green]active[/]"
        table.add_row(
            escape(key.public_key), escape(key.project_id), escape(key.note), f"{key.created_at:%Y-%m-%d %H:%M}", state
        )
    return table


@contextmanager
def _records() -> Generator[tuple[RecordStore, Settings]]:
    settings = read_settings()
    store = open_record_store(settings.records_url)
    try:
        yield store, settings
    finally:
        store.close()
