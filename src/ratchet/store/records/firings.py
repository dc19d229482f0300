"""Firings as JSON, in records that wait to be told."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ratchet.domain.alert import AlertRuleType, AlertSeverity, Measure
from ratchet.domain.firing import Firing

_TIMES = ("fired_at", "resolved_at", "acknowledged_at")


def pack_firing(firing: Firing) -> dict[str, Any]:
    """A firing as a JSON object."""
    fields = asdict(firing)
    for name in _TIMES:
        fields[name] = fields[name].isoformat() if fields[name] else None
    return fields | {"worst_trace_ids": list(firing.worst_trace_ids), "notes": list(firing.notes)}


def unpack_firing(said: Mapping[str, Any]) -> Firing:
    """The firing that `pack_firing` made an object of."""
    fields = dict(said)
    for name in _TIMES:
        fields[name] = datetime.fromisoformat(fields[name]) if fields[name] else None
    fields |= {"rule_type": AlertRuleType(said["rule_type"]), "severity": AlertSeverity(said["severity"])}
    fields["measure"] = Measure(said["measure"]) if said.get("measure") else None
    fields |= {"worst_trace_ids": tuple(said["worst_trace_ids"]), "notes": tuple(said["notes"])}
    return Firing(**fields)
