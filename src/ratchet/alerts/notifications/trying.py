"""Trying a channel out: a test is sent, and what the service said is the answer."""

from datetime import UTC, datetime
from time import perf_counter
from uuid import uuid4

from ratchet.alerts.notifications.delivering import fare
from ratchet.alerts.notifications.message import to_test
from ratchet.alerts.notifications.schemas import ChannelTestedOut
from ratchet.alerts.notifications.sending import Sender
from ratchet.domain.channel import Channel
from ratchet.store.records import RecordStore
from ratchet.store.records.channels import write_health_alone


def try_channel(records: RecordStore, sender: Sender, channel: Channel) -> ChannelTestedOut:
    """Send a test, whether the channel is on or not; one that arrives says that the channel works again."""
    message = to_test(channel.project_id, channel.name, uuid4().hex, datetime.now(UTC), sender.dashboard_url)
    start = perf_counter()
    answer = sender.send(channel, message)
    latency_ms = round((perf_counter() - start) * 1000, 1)
    if answer.is_delivered:
        write_health_alone(records, channel, fare(channel.health, answer, datetime.now(UTC)))
    return ChannelTestedOut.of(answer, latency_ms)
