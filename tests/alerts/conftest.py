"""What tests of alerts share: a project, rules of it, and checks at minutes that tests choose."""

from collections.abc import Callable
from typing import Any

import pytest
from alert_traffic import Traffic, at

from ratchet.alerts.checking import Check, check_rules
from ratchet.alerts.observed import Observed
from ratchet.auth.keys import ensure_project
from ratchet.domain.alert import AlertRule, AlertRuleType, AlertSeverity
from ratchet.server.stores import Stores
from ratchet.store.records.alert_rules import write_rule


@pytest.fixture
def observed(stores: Stores, project: str) -> Observed:
    """A project that nobody else writes to, and that has no rules yet."""
    ensure_project(stores.records, project, "A test's project")
    return Observed(stores.events, stores.records, project)


@pytest.fixture
def traffic(observed: Observed) -> Traffic:
    """Traffic of this test's project."""
    return Traffic(observed)


@pytest.fixture
def rule(observed: Observed) -> Callable[..., AlertRule]:
    """Makes a rule: more than a tenth of traces fail in five minutes, taken literally, unless told otherwise."""

    def make(name: str = "errors", **changes: Any) -> AlertRule:
        said = {
            "id": name,
            "name": name,
            "rule_type": AlertRuleType.ERROR_RATE,
            "threshold": 0.1,
            "time_window_minutes": 5,
            "severity": AlertSeverity.ERROR,
        }
        made = AlertRule(**said | changes)
        write_rule(observed.records, observed.project_id, made)
        return made

    return make


@pytest.fixture
def check(observed: Observed) -> Callable[[float], Check]:
    """Checks the rules, so many minutes after noon."""
    return lambda minute: check_rules(observed, at(minute))
