"""Alert rules of a running server: checked, listed and added from an application."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from ratchet.domain.alert import AlertRule
from ratchet.sdk.connection import Connection


class AlertManager:
    """Talks about alerts with a running server; `get_alert_manager` makes one.

    Every method raises `errors.Unauthorized` without a good key, and `errors.Unavailable` when no server answers.
    """

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection

    async def check_all_rules(self) -> list[dict[str, Any]]:
        """Look at every rule that is on, now.

        Returns everything that fires, new or not: `id`, `rule_id`, `rule_name`, `severity`, `labels`, `message`,
        `value`, `samples`, `threshold`, `fired_at`, `worst_trace_ids` and more; `is_new` says which fired just now.
        The server looks by itself, too.
        """
        from ratchet.sdk.client import AsyncClient  # noqa: PLC0415 - it brings an HTTP library; not every run asks

        async with AsyncClient(self._connection) as client:
            found = await client.post("/admin/alerts/check", None)
        new = set(found["new_alert_ids"])
        return [alert | {"is_new": alert["id"] in new} for alert in found["alerts"]]

    def add_rule(self, rule: AlertRule, *, allow_unmatched: bool = False) -> dict[str, Any]:
        """Add a rule, or change the one that has its id; returns it as the server keeps it.

        Raises `errors.Invalid` or `errors.Unprocessable` naming the field that no rule can have, or the filter that no
        trace of the last day meets (unless `allow_unmatched`), `errors.Conflict` when another rule has its name.
        """
        from ratchet import errors  # noqa: PLC0415
        from ratchet.sdk.client import Client  # noqa: PLC0415

        body = {**to_body(rule), "allow_unmatched": allow_unmatched}
        with Client(self._connection) as client:
            try:
                path = _path(rule.id)
                client.get(path)
            except errors.NotFound:
                return client.post("/admin/alerts/rules", body)
            return client.request("PUT", path, json={name: body[name] for name in body if name != "id"})

    def get_rules(self) -> list[dict[str, Any]]:
        """The rules by their names, each with the state it is in."""
        from ratchet.sdk.client import Client  # noqa: PLC0415

        with Client(self._connection) as client:
            return client.get("/admin/alerts/rules")["rules"]

    def remove_rule(self, rule_id: str) -> None:
        """Delete a rule; its history stays. Raises `errors.NotFound` when there is none."""
        from ratchet.sdk.client import Client  # noqa: PLC0415

        with Client(self._connection) as client:
            client.request("DELETE", _path(rule_id))


def get_alert_manager(connection: Connection | None = None) -> AlertManager:
    """An alert manager for the server at `RATCHET_URL`, with the keys `RATCHET_PUBLIC_KEY` and `RATCHET_SECRET_KEY`.

    Arguments:
        connection: where to ask instead; by default the environment is read at every call.

    Without ours, the keys are `LANGFUSE_PUBLIC_KEY` and `LANGFUSE_SECRET_KEY`. Nothing is sent until a method is
    called.

    """
    return AlertManager(connection)


def to_body(rule: AlertRule) -> Mapping[str, Any]:
    """A rule as the server takes it."""
    said: dict[str, Any] = asdict(rule)
    said["burn_windows"] = [window._asdict() for window in rule.burn_windows]
    said["filters"] = {name: value if isinstance(value, str) else list(value) for name, value in rule.filters.items()}
    return said


def _path(rule_id: str) -> str:
    return f"/admin/alerts/rules/{quote(rule_id, safe='')}"
