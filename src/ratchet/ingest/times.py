"""When a span began and ended, of what its sender says."""

from ratchet.ingest.wire import WireSpan


def settle_times(wire: WireSpan, received_at: int) -> tuple[int, int]:
    """Start and end; one that is missing is the other, or now, and no span ends before it starts."""
    start = wire.start_time or wire.end_time or received_at
    return start, max(start, wire.end_time)
