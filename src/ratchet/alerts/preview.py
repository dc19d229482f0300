"""A preview: what a rule would say if it were looked at now; nothing is kept, and nobody is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from ratchet.alerts.evaluating import evaluate
from ratchet.alerts.interval import estimate
from ratchet.alerts.look import labels_of, to_ns
from ratchet.alerts.measuring import Group, Measured, measure_rules, read_quality_names
from ratchet.alerts.observed import Observed
from ratchet.domain.alert import AlertRule
from ratchet.domain.firing import Finding
from ratchet.domain.window import Window
from ratchet.stats.estimate import Estimate


class Glance(NamedTuple):
    """One group of a rule, as it would be found now."""

    labels: Mapping[str, str]
    finding: Finding
    estimate: Estimate


def preview(observed: Observed, rule: AlertRule, now: datetime) -> list[Glance]:
    """Look at a rule now, whether it is stored or not; of its groups, those with the most samples first."""
    names = read_quality_names(observed, [rule], Window(to_ns(now - timedelta(days=1)), to_ns(now)))
    measured = measure_rules(observed.events, observed.project_id, [rule], to_ns(now), names)[rule.id]
    groups = measured if rule.group_by else {(): measured.get((), Measured())}
    glances = [_glance(rule, group, found) for group, found in groups.items()]
    return sorted(glances, key=lambda glance: -glance.finding.samples)


def _glance(rule: AlertRule, group: Group, measured: Measured) -> Glance:
    finding = evaluate(rule, measured)
    return Glance(labels_of(rule, group), finding, estimate(rule, finding))
