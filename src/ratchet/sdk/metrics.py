"""An application's own figures, from the server that keeps them."""

from datetime import datetime
from typing import Any

from ratchet.sdk.connection import Connection


class MetricsCollector:
    """Reads figures from a running server; `get_metrics_collector` makes one.

    Times are `datetime`s or ISO 8601 texts, taken as UTC where they carry no zone. A window takes its first moment
    and leaves its last. Every method raises `errors.Unprocessable` for a window or a name that is not usable,
    `errors.Unauthorized` without a good key, and `errors.Unavailable` when no server answers.
    """

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection

    async def get_full_dashboard_metrics(self, hours: int = 24) -> dict[str, Any]:
        """Everything of the last hours (1 to 8760).

        Returns `time_range`, `quality` (a list of hours), `latency` (milliseconds), `errors` (`error_rate` in
        percent), `persona` and `datasets`. What no sample speaks for is `None`, with a `count` of 0.
        """
        return await self._get("dashboard", hours=hours)

    async def get_quality_metrics(
        self, from_time: datetime | str, to_time: datetime | str, interval: str = "hour", score: str | None = None
    ) -> list[dict[str, Any]]:
        """Mean, least and greatest score, and how many there were, per `"hour"` or `"day"` that has any.

        By default of all scores that speak of quality, from 0 to 1; `score` names one to look at on its own scale.
        """
        return await self._get("quality", from_time, to_time, interval=interval, score=score)

    async def get_latency_metrics(self, from_time: datetime | str, to_time: datetime | str) -> dict[str, Any]:
        """How long traces took, in milliseconds: `count`, mean, 50th, 95th and 99th percentile, least and greatest."""
        return await self._get("latency", from_time, to_time)

    async def get_error_metrics(self, from_time: datetime | str, to_time: datetime | str) -> dict[str, Any]:
        """How many traces there were and failed, `error_rate` in percent, and how many failed by error type."""
        return await self._get("errors", from_time, to_time)

    async def get_persona_metrics(self, from_time: datetime | str, to_time: datetime | str) -> dict[str, Any]:
        """Mean and count of each persona score, and `rewrite_count`."""
        return await self._get("persona", from_time, to_time)

    async def get_dataset_stats(self) -> dict[str, Any]:
        """`item_count` and `avg_score` by the name of a dataset."""
        return await self._get("dataset")

    async def _get(
        self,
        name: str,
        from_time: datetime | str | None = None,
        to_time: datetime | str | None = None,
        **params: object,
    ) -> Any:
        from ratchet.sdk.client import AsyncClient  # noqa: PLC0415 - it brings an HTTP library; not every run asks

        # A client of its own, because a collector may outlive the event loop that it is first used in.
        async with AsyncClient(self._connection) as client:
            return await client.get(f"/metrics/{name}", {"from": _to_iso(from_time), "to": _to_iso(to_time), **params})


def get_metrics_collector(connection: Connection | None = None) -> MetricsCollector:
    """A collector for the server at `RATCHET_URL`, with the keys `RATCHET_PUBLIC_KEY` and `RATCHET_SECRET_KEY`.

    Arguments:
        connection: where to ask instead; by default the environment is read at every call.

    Without ours, the keys are `LANGFUSE_PUBLIC_KEY` and `LANGFUSE_SECRET_KEY`. Nothing is sent until a method is
    awaited.

    """
    return MetricsCollector(connection)


def _to_iso(moment: datetime | str | None) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else moment
