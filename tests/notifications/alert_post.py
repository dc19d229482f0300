"""A project with channels, alerts to tell of, and notifiers whose clock tests turn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ratchet.alerts.notifications.channels import create_channel
from ratchet.alerts.notifications.notifying import Notifying
from ratchet.alerts.notifications.schemas import ChannelNew
from ratchet.alerts.notifications.sealed import Contents, seal_contents
from ratchet.domain.alert import AlertRuleType, AlertSeverity
from ratchet.domain.channel import Channel, ChannelKind
from ratchet.domain.firing import Firing, Transition, Turn
from ratchet.jobs.leases import Replica
from ratchet.settings import Settings
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.alert_states import write_looks

SECRET = "a secret of the server, long enough"


class Clock:
    """A clock that tests turn; it begins a while ahead, so that what they make was made before."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) + timedelta(minutes=1)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


class Post:
    """One project with its channels, what there is to tell, and notifiers."""

    def __init__(self, events: EventStore, records: RecordStore, project_id: str) -> None:
        self.events = events
        self.records = records
        self.project_id = project_id
        self.clock = Clock()
        self.settings: dict[str, Any] = {}
        self._told = 0

    def open(self, **said: Any) -> Channel:
        """A new channel, which may be on this machine."""
        sent = ChannelNew.model_validate({"name": f"channel {said}"[:200], "allow_private_addresses": True} | said)
        return create_channel(self.records, SECRET, self.project_id, sent).channel

    def tell(self, turn: Turn = Turn.FIRED, *, is_silenced: bool = False, **of_firing: Any) -> Transition:
        """Something that happened, as the evaluator leaves it."""
        self._told += 1
        firing = replace(a_firing(self.project_id), **({"id": f"firing-{self._told}"} | of_firing))
        transition = Transition(
            project_id=self.project_id,
            id=f"{firing.id}-{turn}",
            turn=turn,
            at=self.clock() + timedelta(milliseconds=self._told),
            firing=firing,
            is_silenced=is_silenced,
        )
        write_looks(self.records, self.project_id, [], [transition])
        return transition

    def notifier(self, replica: Replica | None = None) -> Notifying:
        """A server's notifier."""
        settings = Settings(**self.settings)
        replica_of = replica or Replica(self.records, "one")
        return Notifying(self.events, self.records, replica_of, settings=settings, secret=SECRET, clock=self.clock)


def a_channel(kind: ChannelKind, *, allow_private_addresses: bool = True, **contents: str) -> Channel:
    """A channel that is in no store."""
    now = datetime.now(UTC)
    return Channel(
        project_id="a project",
        id="a channel",
        name="a channel",
        kind=kind,
        created_at=now,
        updated_at=now,
        sealed=seal_contents(SECRET, Contents(**contents)),
        address="",
        allow_private_addresses=allow_private_addresses,
    )


def a_firing(project_id: str) -> Firing:
    """An alert with all that one can have."""
    return Firing(
        project_id=project_id,
        id="firing",
        rule_id="error_rate",
        rule_name="Error rate",
        rule_type=AlertRuleType.ERROR_RATE,
        severity=AlertSeverity.ERROR,
        labels={"model": "gpt-5"},
        message="Error rate (model gpt-5) is 40 % of 120 samples in 5 min, above 10 %.",
        value=0.4,
        samples=120,
        threshold=0.1,
        window_minutes=5,
        fired_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
        worst_trace_ids=("trace-1", "trace/2"),
        segment={"field": "release", "value": "v2", "share": 0.9, "now": 0.5, "before": 0.0, "samples": 90},
        runbook_url="https://example.com/runbook",
    )
