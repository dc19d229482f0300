"""Stretches of time to read page by page: wide where little happened, narrow where much did."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from ratchet.langfuse.sync.remote import Remote

ROWS_MAX = 2000
_FIRST = timedelta(days=1)
_NARROWEST = timedelta(minutes=1)
_WIDEST = timedelta(days=30)


class Stretch(NamedTuple):
    """From a time to before another, and how many rows lie there."""

    start: datetime
    end: datetime
    rows: int

    def named(self, suffix: str) -> dict[str, str]:
        """As the parameters of a list: `fromTimestamp` and `toTimestamp`."""
        return {f"from{suffix}": to_text(self.start), f"to{suffix}": to_text(self.end)}


def to_text(moment: datetime) -> str:
    """A moment as Langfuse's API takes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def walk_stretches(source: Remote, path: str, start: datetime, end: datetime) -> Iterator[Stretch]:
    """The stretches from one time to another, the oldest first, none with many more than `ROWS_MAX` rows."""
    width = _FIRST
    while start < end:
        stretch = Stretch(start, min(start + width, end), 0)
        rows = source.count(path, **stretch.named("Timestamp"))
        if rows > ROWS_MAX and width > _NARROWEST:
            width = max(width / 4, _NARROWEST)
            continue
        yield stretch._replace(rows=rows)
        start = stretch.end
        if rows < ROWS_MAX / 4:
            width = min(width * 2, _WIDEST)
