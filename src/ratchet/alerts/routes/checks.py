"""The routes for checking rules now and again, and for where they stand."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.alerts.checking import check_rules
from ratchet.alerts.history_schemas import CheckOut, MonitoringOut, StandingOut, StatesOut
from ratchet.alerts.routes.dependencies import ObservedProject
from ratchet.http.bounded import BoundedRoute
from ratchet.store.records.alert_rules import read_monitoring, write_monitoring
from ratchet.store.records.alert_states import read_standings

router = APIRouter(prefix="/admin/alerts", route_class=BoundedRoute, tags=["alerts"])

IntervalMinutes = Annotated[int, Query(ge=1, le=1440, description="How often to look")]


@router.post("/check")
def check(observed: ObservedProject) -> CheckOut:
    """Look at every rule now, beside the monitoring; what fires is kept and told as always."""
    return CheckOut.of(check_rules(observed, datetime.now(UTC)))


@router.get("/states")
def list_states(observed: ObservedProject) -> StatesOut:
    """Where every rule stood at the last look, group by group."""
    standings = read_standings(observed.records, observed.project_id)
    return StatesOut(states=[StandingOut.of(standing) for standing in standings])


@router.get("/monitoring")
def show_monitoring(observed: ObservedProject) -> MonitoringOut:
    """Whether rules are looked at, how often, and when they last were."""
    return MonitoringOut.of(read_monitoring(observed.records, observed.project_id))


@router.post("/start-monitoring")
def start_monitoring(observed: ObservedProject, interval_minutes: IntervalMinutes = 1) -> MonitoringOut:
    """Look at the rules again and again from now on, also after a restart; it is so from the first start."""
    changes = {"is_on": True, "interval_s": 60 * interval_minutes}
    return MonitoringOut.of(write_monitoring(observed.records, observed.project_id, **changes))


@router.post("/stop-monitoring")
def stop_monitoring(observed: ObservedProject) -> MonitoringOut:
    """Look at the rules only when asked, until monitoring is started again."""
    return MonitoringOut.of(write_monitoring(observed.records, observed.project_id, is_on=False))
