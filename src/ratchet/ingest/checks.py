"""Ids and times that cannot be right, and what to tell their sender."""

_SECOND = 1_000_000_000
EARLIEST = 946_684_800 * _SECOND  # 2000-01-01
LATEST = 4_102_444_800 * _SECOND  # 2100-01-01
_TRACE_ID_LENGTH = 32
_SPAN_ID_LENGTH = 16
_NO_TRACE = "0" * _TRACE_ID_LENGTH
_NO_SPAN = "0" * _SPAN_ID_LENGTH


def why_no_span(trace_id: str, span_id: str) -> str | None:
    """Why ids in hexadecimal are none of a span; None when they are."""
    if len(trace_id) != _TRACE_ID_LENGTH or trace_id == _NO_TRACE:
        return "traceId must be 32 hexadecimal digits, not all of them 0"
    if len(span_id) != _SPAN_ID_LENGTH or span_id == _NO_SPAN:
        return "spanId must be 16 hexadecimal digits, not all of them 0"
    return None


def why_no_time(field: str, time_ns: int) -> str | None:
    """Why a time is none of a span: its year tells a broken clock or a wrong unit. 0 stands for one not given."""
    if not time_ns or EARLIEST <= time_ns < LATEST:
        return None
    return f"{field} must be in nanoseconds since 1970, between the years 2000 and 2100"
