"""A look: one group of a rule, as it was found and where it stands now."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from ratchet.alerts.measuring import Group
from ratchet.alerts.states import Move
from ratchet.domain.alert import AlertRule
from ratchet.domain.firing import Finding

_MICROSECOND_NS = 1_000


class Look(NamedTuple):
    """One group of a rule, as it was found and where it stands now."""

    rule: AlertRule
    group: Group
    finding: Finding
    move: Move


def labels_of(rule: AlertRule, group: Group) -> dict[str, str]:
    """A group as names and values."""
    return dict(zip(rule.group_by, group, strict=True))


def to_json(labels: Mapping[str, str]) -> str:
    """Labels in the one form in which they are kept."""
    return json.dumps(labels, ensure_ascii=False, sort_keys=True)


def to_ns(moment: datetime) -> int:
    """A moment in nanoseconds since 1970, exact to the microsecond."""
    whole = int(moment.replace(microsecond=0).timestamp())
    return (whole * 1_000_000 + moment.microsecond) * _MICROSECOND_NS
