"""Stretches of equal length that a chart cuts a window into."""

from ratchet.domain.window import HOUR_NS, SECOND_NS, Window

_MINUTE_NS = 60 * SECOND_NS
_DAY_NS = 24 * HOUR_NS

# Lengths that people count in; each divides a day, or is made of whole ones.
_LENGTHS_NS = (
    *(count * SECOND_NS for count in (1, 5, 10, 30)),
    *(count * _MINUTE_NS for count in (1, 2, 5, 10, 15, 30)),
    *(count * HOUR_NS for count in (1, 2, 3, 6, 12)),
    *(count * _DAY_NS for count in (1, 2, 5, 10, 30)),
)


def step_of(window: Window, steps_max: int) -> int:
    """The shortest length with which a window has at most so many steps; the longest there is when none does."""
    return next(
        (step_ns for step_ns in _LENGTHS_NS if len(step_numbers(window, step_ns)) <= steps_max), _LENGTHS_NS[-1]
    )


def step_numbers(window: Window, step_ns: int) -> range:
    """The numbers, counted from 1970 in UTC, of the steps that a window reaches into."""
    return range(window.start // step_ns, (window.end - 1) // step_ns + 1)
