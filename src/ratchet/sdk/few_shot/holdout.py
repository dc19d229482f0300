"""Traces that get no examples, so that what examples do can be measured."""

from hashlib import sha256
from typing import Final

DEFAULT_SHARE: Final = 0.05
_BITS = 64


def is_held_out(trace_id: str, share: float) -> bool:
    """Whether a trace is among the share that gets none: the same in every process and for every prompt of it.

    The first 64 bits of the SHA-256 of the trace's id (32 small hexadecimal digits), read as a fraction of 1, lie below
    the share. A larger share holds out the same traces and more.

    Example:
        >>> is_held_out("4bf92f3577b34da6a3ce929d0e0e4736", 1.0)
        True

    """
    fraction = int.from_bytes(sha256(trace_id.encode()).digest()[: _BITS // 8]) / 2**_BITS
    return fraction < share
