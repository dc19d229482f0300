"""`ratchet migrate`: the schema of both stores, brought up to date without a server."""

from collections.abc import Sequence

from rich.console import Console

from ratchet.settings import read_settings
from ratchet.store.events import open_event_store
from ratchet.store.records import open_record_store

console = Console(highlight=False)


def migrate() -> None:
    """Bring the schema of both stores up to date, and say what was done.

    A server does the same when it starts; this is for who wants it done before, or apart.
    """
    settings = read_settings()
    records = open_record_store(settings.records_url)
    records.close()
    _print_done("record store", records.migrated)
    events = open_event_store(settings.events_url)
    events.close()
    _print_done("event store", events.migrated)


def _print_done(store: str, migrated: Sequence[str]) -> None:
    for name in migrated:
        console.print(f"[green]✓[/] {store}: applied {name}")
    if not migrated:
        console.print(f"[green]✓[/] {store}: up to date already")
