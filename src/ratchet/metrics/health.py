"""The server's own health, in Prometheus's text format."""

import platform
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from ratchet.http.traffic import Traffic
from ratchet.store.events import EventStore
from ratchet.store.events.commit import GroupCommit

_STARTED = time.monotonic()

Queues = Mapping[str, GroupCommit[Any]]


class ServerHealth(Collector):
    """What the event store and the queues in front of it say of themselves, read when it is asked for."""

    def __init__(self, store: EventStore, queues: Queues) -> None:
        self._store = store
        self._queues = queues

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily(
            "ratchet_build",
            "The version that runs.",
            value={"version": version("ratchet"), "python": platform.python_version()},
        )
        yield GaugeMetricFamily(
            "ratchet_uptime_seconds", "Since the server was loaded.", value=time.monotonic() - _STARTED
        )
        yield self._collect_stored()
        yield self._collect_pending()
        yield self._collect_rejected()

    def _collect_stored(self) -> Metric:
        family = CounterMetricFamily(
            "ratchet_rows_stored", "Rows on disk, those that replace another one included.", labels=["table"]
        )
        for table, rows in ({"spans": 0, "scores": 0} | dict(self._store.rows_stored)).items():
            family.add_metric([table], rows)
        return family

    def _collect_pending(self) -> Metric:
        family = GaugeMetricFamily(
            "ratchet_queue_pending_bytes", "What waits to be written, or is being written.", labels=["queue"]
        )
        for name, queue in self._queues.items():
            family.add_metric([name], queue.pending_size_bytes)
        return family

    def _collect_rejected(self) -> Metric:
        family = CounterMetricFamily(
            "ratchet_rows_rejected",
            "Rows that were sent and not stored: the queue was full (busy), they were unusable (invalid), or the "
            "store failed (failed).",
            labels=["queue", "reason"],
        )
        for name, queue in self._queues.items():
            for reason, rows in queue.rejected.items():
                family.add_metric([name, reason], rows)
        return family


def to_exposition(store: EventStore, queues: Queues, traffic: Traffic) -> bytes:
    """Everything that is counted here, and what the operating system says of this process."""
    registry = CollectorRegistry()
    registry.register(ServerHealth(store, queues))
    ProcessCollector(registry=registry)
    return generate_latest(registry) + generate_latest(traffic.registry)
