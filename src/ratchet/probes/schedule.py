"""When a probe is due: at the times of a cron expression in UTC, or again and again after so many seconds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cronsim import CronSim, CronSimError

from ratchet.domain.probe import Probe

# After a standstill no more than so many missed times are counted.
_COUNTED_MAX = 10_000
_FIELDS = 5
_NEVER = timedelta(days=365)


class Turn(NamedTuple):
    """The run that is due now, how many times before it came and went, and when the next is due."""

    missed: int
    next_at: datetime


def check_cron(text: str) -> str:
    """The expression itself; raises `ValueError` saying what is wrong with it."""
    if len(text.split()) != _FIELDS:
        raise ValueError("A cron expression has five fields: minute, hour, day, month and day of the week")
    try:
        next(CronSim(text, datetime.now(UTC)))
    except (CronSimError, StopIteration) as error:
        reason = "No day is like that" if isinstance(error, StopIteration) else str(error)
        raise ValueError(f"{reason}. Write a cron expression such as '*/15 * * * *'") from error
    return text


def first_time(probe: Probe, now: datetime) -> datetime:
    """When a probe that was made or changed now runs first: at once, unless a cron says when."""
    return next(_walk(probe, now), now + _NEVER) if probe.cron else now


def take_turn(probe: Probe, due_at: datetime, now: datetime) -> Turn:
    """What a probe that has been due since a while does: it runs once, however many times it missed."""
    if not probe.cron:
        missed = max(0, (now - due_at) // timedelta(seconds=probe.every_s))
        return Turn(missed, due_at + (missed + 1) * timedelta(seconds=probe.every_s))
    missed = 0
    for moment in _walk(probe, due_at):
        if moment > now:
            return Turn(missed, moment)
        missed += 1
        if missed >= _COUNTED_MAX:
            return Turn(missed, first_time(probe, now))
    return Turn(missed, now + _NEVER)


def _walk(probe: Probe, after: datetime) -> Iterator[datetime]:
    """The times of a cron, after a moment."""
    return iter(CronSim(probe.cron, after.astimezone(UTC)))
