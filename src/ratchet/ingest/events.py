"""Events and links of a span, as the texts in which they are stored."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ratchet.ingest.readers import to_json
from ratchet.ingest.wire import WireEvent, WireLink


def to_events_text(events: Sequence[WireEvent]) -> str:
    """A JSON list of `{"name", "time", "attributes"}`; empty without events."""
    if not events:
        return ""
    return to_json([{"name": event.name, "time": _iso(event.time), "attributes": event.attributes} for event in events])


def to_links_text(links: Sequence[WireLink]) -> str:
    """A JSON list of `{"trace_id", "span_id", "attributes"}`; empty without links."""
    return to_json([link._asdict() for link in links]) if links else ""


def _iso(time_ns: int) -> str:
    """A time in ISO 8601 to the nanosecond; empty when it is none."""
    try:
        whole = datetime.fromtimestamp(time_ns // 1_000_000_000, UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{time_ns % 1_000_000_000:09d}Z"
