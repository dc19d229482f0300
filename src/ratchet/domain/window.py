"""Stretches of time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

SECOND_NS = 1_000_000_000
HOUR_NS = 3_600 * SECOND_NS
DAY_NS = 24 * HOUR_NS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Interval(StrEnum):
    """What a window is cut into."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Window:
    """From its first nanosecond since 1970 in UTC up to, but without, its last."""

    start: int
    end: int

    @property
    def hours(self) -> int | float:
        """How long it is; whole where it can be."""
        hours = (self.end - self.start) / HOUR_NS
        return int(hours) if hours.is_integer() else hours


def from_ns(moment: int) -> datetime:
    """The time in UTC, cut to microseconds."""
    return _EPOCH + timedelta(microseconds=moment // 1_000)
