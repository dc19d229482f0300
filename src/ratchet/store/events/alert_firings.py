"""The history of alerts: every firing with what was known of it, newest first."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from time import time_ns
from typing import Any

from ratchet.domain.alert import AlertRuleType, AlertSeverity, Measure
from ratchet.domain.firing import Firing
from ratchet.domain.window import Window, from_ns
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement

_FIELDS = tuple(field.name for field in fields(Firing))
_TIMES = ("fired_at", "resolved_at", "acknowledged_at")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write_firings(store: EventStore, firings: Sequence[Firing]) -> None:
    """Store firings, each in place of what is stored of it; they are on disk when this returns."""
    if not firings:
        return
    rows = [_to_row(firing) for firing in firings]
    columns = [[row[name] for row in rows] for name in _FIELDS]
    store.insert("alert_firings", (*_FIELDS, "revision"), [*columns, [time_ns()] * len(rows)])


def read_firings(store: EventStore, project_id: str, firing_ids: Sequence[str]) -> dict[str, Firing]:
    """Those of these firings that are stored."""
    found = store.query(
        f"SELECT {', '.join(_FIELDS)} FROM alert_firings FINAL "
        "WHERE project_id = {project:String} AND id IN {ids:Array(String)}",
        {"project": project_id, "ids": list(firing_ids)},
    )
    return {firing.id: firing for firing in map(_to_firing, found)}


def find_firings(
    store: EventStore,
    project_id: str,
    window: Window,
    *,
    severity: str | None = None,
    rule_id: str | None = None,
    limit: int,
) -> tuple[list[Firing], int]:
    """The firings that were on at some time of a window, newest first, and how many there are in all."""
    statement = Statement(project=project_id)
    tests = [
        "project_id = {project:String}",
        f"fired_at < fromUnixTimestamp64Nano({statement.bind(window.end, 'Int64')}, 'UTC')",
        "(resolved_at = fromUnixTimestamp64Nano(toInt64(0), 'UTC') OR "
        f"resolved_at >= fromUnixTimestamp64Nano({statement.bind(window.start, 'Int64')}, 'UTC'))",
    ]
    equal = {"severity": severity, "rule_id": rule_id}
    tests += [f"{name} = {statement.bind(value, 'String')}" for name, value in equal.items() if value is not None]
    where = " AND ".join(tests)
    rows = store.query(
        f"SELECT {', '.join(_FIELDS)} FROM alert_firings FINAL WHERE {where} "
        f"ORDER BY fired_at DESC, id LIMIT {int(limit)}",
        statement.values,
    )
    [[count]] = store.query(f"SELECT count() FROM alert_firings FINAL WHERE {where}", statement.values)
    return [_to_firing(row) for row in rows], count


def _to_row(firing: Firing) -> Mapping[str, Any]:
    row = asdict(firing) | {"measure": firing.measure or ""}
    for name in _TIMES:
        row[name] = row[name] or _NEVER
    return row | {
        "segment": json.dumps(firing.segment) if firing.segment else "",
        "notes": json.dumps(list(firing.notes)),
        "worst_trace_ids": list(firing.worst_trace_ids),
    }


def _to_firing(row: Sequence[Any]) -> Firing:
    said: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    for name in _TIMES:
        said[name] = from_ns(said[name]) if said[name] else None
    said["rule_type"], said["severity"] = AlertRuleType(said["rule_type"]), AlertSeverity(said["severity"])
    said["measure"] = Measure(said["measure"]) if said["measure"] else None
    said["segment"] = json.loads(said["segment"]) if said["segment"] else None
    said["notes"], said["worst_trace_ids"] = tuple(json.loads(said["notes"])), tuple(said["worst_trace_ids"])
    return Firing(**said)
