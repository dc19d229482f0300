"""What people do with a firing: they have seen it, say something of it, and keep its traces."""

from dataclasses import replace
from datetime import datetime

from ratchet.alerts.observed import Observed
from ratchet.datasets.adding import Added, add_named_traces
from ratchet.domain.dataset import Dataset
from ratchet.domain.firing import Firing
from ratchet.domain.time import format_moment
from ratchet.errors import Invalid, NotFound
from ratchet.store.events.alert_firings import read_firings, write_firings
from ratchet.store.records.alert_states import write_acknowledged

NOTES_MAX = 200


def find_firing(observed: Observed, firing_id: str) -> Firing:
    """A firing by its id; raises `NotFound` when there is none."""
    found = {} if "\0" in firing_id else read_firings(observed.events, observed.project_id, [firing_id])
    if firing_id not in found:
        raise NotFound(f"There is no alert {firing_id!r} in this project. GET /admin/alerts/history lists them.")
    return found[firing_id]


def acknowledge(observed: Observed, firing_id: str, now: datetime, *, by: str, comment: str = "") -> Firing:
    """Say that somebody has seen it: it is not told of again until it is resolved."""
    with observed.records.lock(observed.lock):
        firing = find_firing(observed, firing_id)
        if firing.acknowledged_at is None:
            firing = replace(firing, acknowledged_at=now, acknowledged_by=by)
        if comment:
            firing = _add_note(firing, comment, by, now)
        write_firings(observed.events, [firing])
        write_acknowledged(observed.records, observed.project_id, firing_id)
    return firing


def comment_on(observed: Observed, firing_id: str, text: str, now: datetime, *, by: str) -> Firing:
    """Say something of a firing."""
    with observed.records.lock(observed.lock):
        firing = _add_note(find_firing(observed, firing_id), text, by, now)
        write_firings(observed.events, [firing])
    return firing


def keep_traces(observed: Observed, firing: Firing, dataset: Dataset, *, limit: int) -> Added:
    """Make items of the worst traces of a firing; made again, they stay one each."""
    wanted = firing.worst_trace_ids[:limit]
    score_name = next((name for name in [firing.labels.get("score_name")] if name), None)
    return add_named_traces(observed.events, observed.records, dataset, wanted, score_name=score_name)


def _add_note(firing: Firing, text: str, by: str, now: datetime) -> Firing:
    if len(firing.notes) >= NOTES_MAX:
        raise Invalid(f"text: an alert has at most {NOTES_MAX} comments.")
    return replace(firing, notes=(*firing.notes, {"by": by, "at": format_moment(now), "text": text}))
