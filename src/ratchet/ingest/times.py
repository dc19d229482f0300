"""When a span began and ended, of what its sender says."""

from ratchet.ingest.wire import WireSpan

_SECOND = 1_000_000_000
EARLIEST = 946_684_800 * _SECOND  # 2000-01-01
LATEST = 4_102_444_800 * _SECOND  # 2100-01-01


def settle_times(wire: WireSpan, received_at: int) -> tuple[int, int]:
    """Start and end; one that is missing is the other, or now, and no span ends before it starts."""
    start = wire.start_time or wire.end_time or received_at
    return start, max(start, wire.end_time)


def is_plausible(time_ns: int) -> bool:
    """Whether a time, if it was given, can be that of a span: a broken clock or a wrong unit is told by its year."""
    return not time_ns or EARLIEST <= time_ns < LATEST
