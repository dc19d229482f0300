"""Taking out of use what was shown to hurt: each window is judged once, so that looking often finds no more."""

import logging
from datetime import UTC, datetime, timedelta

from ratchet.domain.few_shot_settings import Retirement, Retirer
from ratchet.domain.window import SECOND_NS, Window
from ratchet.errors import RatchetError
from ratchet.fewshot.usage import ExampleUse, Verdict, read_usage
from ratchet.jobs.leases import Replica
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.few_shot import read_reviews, write_retirement, write_reviewed

log = logging.getLogger(__name__)


class Reviewing:
    """Reviews the examples of every project that wants it, as long as this replica is the one that does."""

    def __init__(self, events: EventStore, records: RecordStore, replica: Replica) -> None:
        self._events = events
        self._records = records
        self._replica = replica

    def look(self) -> None:
        """Review whatever is due."""
        if self._replica.leads("few-shot reviews"):
            review_all(self._events, self._records, datetime.now(UTC))


def review_all(events: EventStore, records: RecordStore, now: datetime) -> list[Retirement]:
    """Review the examples of each project whose window is over, and give those that are retired for it.

    What breaks off half-way is done again: the same window shows the same. Where there are doubts, nothing is retired.
    """
    retired: list[Retirement] = []
    for project_id, reviewed_at, settings in read_reviews(records):
        whole = timedelta(hours=settings.review_hours)
        if now - reviewed_at < whole:
            continue
        window = Window(_to_ns(max(reviewed_at, now - whole)), _to_ns(now))
        try:
            retired += _review(events, records, project_id, window, now)
        except RatchetError as error:
            log.warning("The examples of project %s are reviewed later: %s", project_id, error.message)
    return retired


def _review(
    events: EventStore, records: RecordStore, project_id: str, window: Window, now: datetime
) -> list[Retirement]:
    usage = read_usage(events, records, project_id, window)
    if usage.doubts:
        log.warning("No example of project %s is retired: %s", project_id, " ".join(usage.doubts))
    retired = [] if usage.doubts else [_retire(project_id, use, now) for use in usage.examples if _is_to_go(use)]
    for retirement in retired:
        write_retirement(records, retirement)
    write_reviewed(records, project_id, now)
    return retired


def _is_to_go(use: ExampleUse) -> bool:
    return use.verdict is Verdict.HURTS and not use.inseparable and not use.is_retired


def _retire(project_id: str, use: ExampleUse, now: datetime) -> Retirement:
    return Retirement(project_id, use.example, _reason(use), Retirer.REVIEW, now)


def _reason(use: ExampleUse) -> str:
    effect = use.effect
    return (
        f"It moved quality by {effect.value:+.3f} ({effect.low:+.3f} to {effect.high:+.3f}) in {use.given:,} traces, "
        f"held against {use.withheld:,} without; false discoveries at most {use.q:.1%}."
    )


def _to_ns(moment: datetime) -> int:
    return int(moment.timestamp()) * SECOND_NS
