"""Alert rules in the record store, and whether and how often a project's are looked at."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from ratchet.domain.alert import (
    AlertRule,
    AlertRuleType,
    AlertSeverity,
    BurnWindow,
    Direction,
    Measure,
    Missing,
    Monitoring,
    Reference,
)
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import alert_monitoring, alert_rules

_KINDS: Mapping[str, Any] = {
    "rule_type": AlertRuleType,
    "severity": AlertSeverity,
    "direction": Direction,
    "measure": Measure,
    "reference": Reference,
    "missing": Missing,
}
_COLUMNS = ("id", "name", "enabled")


def write_rule(store: RecordStore, project_id: str, rule: AlertRule) -> None:
    """Store a new rule; raises `Conflict` when its id or its name is taken."""
    now = datetime.now(UTC)
    row = _to_row(rule) | {"project_id": project_id, "created_at": now, "updated_at": now}
    with store.write() as connection:
        connection.execute(insert(alert_rules).values(row))


def replace_rule(store: RecordStore, project_id: str, rule: AlertRule) -> None:
    """Store a rule in place of the one of its id; raises `Conflict` when its name is taken."""
    here = (alert_rules.c.project_id == project_id) & (alert_rules.c.id == rule.id)
    with store.write() as connection:
        connection.execute(update(alert_rules).where(here).values(_to_row(rule) | {"updated_at": datetime.now(UTC)}))


def read_rule(store: RecordStore, project_id: str, rule_id: str) -> AlertRule | None:
    """The rule with this id, if there is one."""
    query = select(alert_rules).where(alert_rules.c.project_id == project_id, alert_rules.c.id == rule_id)
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_rule(row) if row else None


def read_rules(store: RecordStore, project_id: str) -> list[AlertRule]:
    """The rules of a project by their names."""
    query = select(alert_rules).where(alert_rules.c.project_id == project_id).order_by(alert_rules.c.name)
    with store.read() as connection:
        return [_to_rule(row) for row in connection.execute(query).mappings()]


def delete_rule(store: RecordStore, project_id: str, rule_id: str) -> None:
    """Forget a rule, and where its groups stand."""
    here = (alert_rules.c.project_id == project_id) & (alert_rules.c.id == rule_id)
    with store.write() as connection:
        connection.execute(delete(alert_rules).where(here))


def read_monitoring(store: RecordStore, project_id: str) -> Monitoring:
    """How a project's rules are looked at; as by default where nobody has said."""
    query = select(alert_monitoring).where(alert_monitoring.c.project_id == project_id)
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return Monitoring()
    return Monitoring(
        is_on=row["is_on"],
        interval_s=row["interval_s"],
        checked_at=row["checked_at"],
        builtins=tuple(row["builtins"]),
    )


def write_monitoring(store: RecordStore, project_id: str, **changes: Any) -> Monitoring:
    """Change how a project's rules are looked at, by the names of the fields of `Monitoring`."""
    here = alert_monitoring.c.project_id == project_id
    with store.lock(f"alert monitoring {project_id}"):
        row = asdict(read_monitoring(store, project_id)) | changes
        row["builtins"] = list(row["builtins"])
        with store.write() as connection:
            if not connection.execute(update(alert_monitoring).where(here).values(row)).rowcount:
                connection.execute(insert(alert_monitoring).values(row | {"project_id": project_id}))
    return read_monitoring(store, project_id)


def _to_row(rule: AlertRule) -> dict[str, Any]:
    definition = {name: value for name, value in asdict(rule).items() if name not in _COLUMNS}
    definition["filters"] = dict(rule.filters)
    definition["group_by"] = list(rule.group_by)
    definition["burn_windows"] = [list(window) for window in rule.burn_windows]
    return {"id": rule.id, "name": rule.name, "is_enabled": rule.enabled, "definition": definition}


def _to_rule(row: Mapping[Any, Any]) -> AlertRule:
    fields = dict(row["definition"])
    for name, kind in _KINDS.items():
        fields[name] = None if fields[name] is None else kind(fields[name])
    fields["group_by"] = tuple(fields["group_by"])
    fields["burn_windows"] = tuple(BurnWindow(*window) for window in fields["burn_windows"])
    return AlertRule(id=row["id"], name=row["name"], enabled=row["is_enabled"], **fields)
