"""Where rules stand as a whole: as the worst of their groups does."""

from ratchet.alerts.observed import Observed
from ratchet.domain.firing import AlertState
from ratchet.store.records.alert_states import read_standings

_ORDER = (AlertState.FIRING, AlertState.PENDING, AlertState.RESOLVED, AlertState.INACTIVE)


def read_states(observed: Observed) -> dict[str, AlertState]:
    """The worst state of each rule of which anything is known, by the rules' ids."""
    worst: dict[str, AlertState] = {}
    for standing in read_standings(observed.records, observed.project_id):
        known = worst.get(standing.rule_id, standing.state)
        worst[standing.rule_id] = min(known, standing.state, key=_ORDER.index)
    return worst
