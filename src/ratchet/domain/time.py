"""Times as Ratchet keeps them: nanoseconds since 1970 in UTC, from the first to the last that the store can hold."""

import re
from datetime import UTC, datetime, timedelta

_ISO_8601 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9})\d*)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END_NS = 2**63


def parse_time(text: str) -> int:
    """An ISO 8601 date and time, in UTC when it names no offset. Raises `ValueError` with what is wrong."""
    match = _ISO_8601.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text[:60]!r} is no ISO 8601 time such as 2026-11-22T14:22:42.855486Z")
    date, clock, fraction, offset = match.groups()
    zone = "+00:00" if offset in (None, "Z", "z") else offset
    try:
        moment = datetime.fromisoformat(f"{date}T{clock}{zone}")
    except ValueError as error:
        raise ValueError(f"{text[:60]!r} is no time that exists: {error}") from error
    time_ns = (moment - _EPOCH) // timedelta(seconds=1) * 10**9 + int((fraction or "").ljust(9, "0"))
    if not 0 <= time_ns < _END_NS:
        raise ValueError(f"{text[:60]!r} lies outside the years 1970 to 2262")
    return time_ns


def format_time(time_ns: int) -> str:
    """ISO 8601 in UTC, cut to milliseconds: `2026-11-22T14:22:42.855Z`."""
    return format_moment(_EPOCH + timedelta(microseconds=time_ns // 1000))


def format_moment(moment: datetime) -> str:
    """A moment that knows its zone, as `format_time` writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
