"""Importing a whole file, to store its items or to see whether they could be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from ratchet.datasets.imports.columns import Columns
from ratchet.datasets.imports.formats import Format, read_rows
from ratchet.datasets.imports.importing import Account, import_rows
from ratchet.datasets.items import Outcome, check_items, write_items
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore


class Mode(StrEnum):
    """What is stored of a file: the rows that can be, all or none, or none whatever they are."""

    STORE = "store"
    STRICT = "strict"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A file to be imported, and how."""

    dataset: Dataset
    file: BinaryIO
    format: Format
    mode: Mode
    columns: Columns


def import_file(events: EventStore, records: RecordStore, order: Order) -> Iterator[Account]:
    """Import a file, and give the account of it after every batch of rows; the last one is of the whole file.

    In strict mode every row is looked at before the first one is stored.
    """

    def check(items: Sequence[ItemIn]) -> list[Outcome]:
        return check_items(events, records, order.dataset, items)

    def write(items: Sequence[ItemIn]) -> list[Outcome]:
        return write_items(events, records, order.dataset, items)

    if order.mode is not Mode.STORE:
        account = Account()
        for account in import_rows(read_rows(order.file, order.format), order.columns, order.dataset.id, check):
            yield account
        if order.mode is Mode.CHECK or account.rejected:
            return
    for account in import_rows(read_rows(order.file, order.format), order.columns, order.dataset.id, write):
        account.is_stored = True
        yield account
