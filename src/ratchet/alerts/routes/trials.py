"""The routes for trying a rule out: what it would say now, and what it would have said."""

from datetime import UTC, datetime
from time import time_ns

from fastapi import APIRouter

from ratchet.alerts.backtest import backtest
from ratchet.alerts.backtest_schemas import BacktestIn, BacktestOut
from ratchet.alerts.measuring import MINUTE_NS
from ratchet.alerts.observed import Observed
from ratchet.alerts.preview import preview
from ratchet.alerts.preview_schemas import PreviewIn, PreviewOut
from ratchet.alerts.routes.dependencies import ObservedProject
from ratchet.alerts.rules import check_rule, find_rule, warn
from ratchet.domain.alert import AlertRule
from ratchet.domain.window import HOUR_NS, Window
from ratchet.http.bounded import BoundedRoute
from ratchet.http.fields import invalid_field
from ratchet.store.records.alert_rules import read_monitoring

router = APIRouter(prefix="/admin/alerts", route_class=BoundedRoute, tags=["alerts"])


@router.post("/rules/preview")
def glance(observed: ObservedProject, sent: PreviewIn) -> PreviewOut:
    """Look at a rule now, before it is made: the value, of how many samples, and whether it would fire."""
    rule, now = _find(observed, sent), datetime.now(UTC)
    return PreviewOut.of(rule, preview(observed, rule, now), at=now, warnings=warn(observed, rule))


@router.post("/rules/backtest")
def replay(observed: ObservedProject, sent: BacktestIn) -> BacktestOut:
    """Replay a rule over what is stored: when it would have fired, how often and for how long. Nothing is kept."""
    rule = _find(observed, sent)
    end = -(-(sent.to or time_ns()) // MINUTE_NS) * MINUTE_NS
    window = Window(max(end - sent.hours * HOUR_NS, HOUR_NS), end)
    interval_s = read_monitoring(observed.records, observed.project_id).interval_s
    return BacktestOut.of(rule, backtest(observed, rule, window, interval_s=interval_s))


def _find(observed: Observed, sent: PreviewIn) -> AlertRule:
    match sent.rule_id, sent.rule:
        case str() as rule_id, None:
            return find_rule(observed, rule_id)
        case None, rule if rule is not None:
            return check_rule(observed, rule.to_new_rule("trial"))
        case _:
            raise invalid_field("rule", "Say which rule by rule_id, or describe one by rule: one of both.")
