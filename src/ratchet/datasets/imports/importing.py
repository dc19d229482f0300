"""Importing: rows into items, a batch at a time, with an account of every row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ratchet.datasets.imports.columns import Columns, to_item
from ratchet.datasets.imports.row import Rejection, Row
from ratchet.datasets.items import Outcome
from ratchet.datasets.schemas import ItemIn
from ratchet.errors import RatchetError

_BATCH_ROWS = 1000
_BATCH_BYTES = 8 * 1024 * 1024
# All rejections are counted, and so many told one by one.
REJECTIONS_TOLD_MAX = 1000

Write = Callable[[Sequence[ItemIn]], Sequence[Outcome]]
"""What stores items, or only looks whether they could be stored."""


@dataclass(slots=True)
class Account:
    """What has become of a file's rows so far; accepted ones are stored, or only could be."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    rejections: list[Rejection] = field(default_factory=list[Rejection])
    is_stored: bool = False
    is_whole: bool = True

    @property
    def stored(self) -> int:
        return self.accepted if self.is_stored else 0

    def accept(self) -> None:
        """Count a row that was taken."""
        self.rows += 1
        self.accepted += 1

    def reject(self, rejection: Rejection) -> None:
        """Count a row that was not, and note where the file could not be read to its end."""
        self.rows += 1
        self.rejected += 1
        self.is_whole = self.is_whole and not rejection.ends_file
        if len(self.rejections) < REJECTIONS_TOLD_MAX:
            self.rejections.append(rejection)


def import_rows(rows: Iterable[Row | Rejection], columns: Columns, dataset_id: str, write: Write) -> Iterator[Account]:
    """Write the items of a file, and give the account of it after every batch.

    Where the store fails in between, the error says how far it came.
    """
    account = Account()
    yield account
    for batch in _batches(rows):
        try:
            _write_batch(batch, columns, dataset_id, write, account)
        except RatchetError as error:
            _say_how_far(error, account)
            raise
        yield account


def _write_batch(
    batch: Iterable[Row | Rejection], columns: Columns, dataset_id: str, write: Write, account: Account
) -> None:
    read = [(row.line, row if isinstance(row, Rejection) else to_item(row, columns, dataset_id)) for row in batch]
    outcomes = iter(write([item for _, item in read if isinstance(item, ItemIn)]))
    for line, item in read:
        if isinstance(item, Rejection):
            account.reject(item)
        elif isinstance(outcome := next(outcomes), RatchetError):
            account.reject(Rejection(line, outcome.message, item.id))
        else:
            account.accept()


def _batches(rows: Iterable[Row | Rejection]) -> Iterator[list[Row | Rejection]]:
    batch: list[Row | Rejection] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += row.size_bytes if isinstance(row, Row) else 0
        if len(batch) == _BATCH_ROWS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _say_how_far(error: RatchetError, account: Account) -> None:
    error.message += (
        f" {account.accepted:,} rows were accepted before. Import the file again when this is mended: "
        "what is stored already will not be stored twice."
    )
    error.details |= {"rows": account.rows, "accepted": account.accepted, "rejected": account.rejected}
