"""The routes for silences."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from fastapi import APIRouter

from ratchet.alerts.history_schemas import SilenceIn, SilenceOut, SilencesOut
from ratchet.alerts.routes.dependencies import ObservedProject
from ratchet.alerts.rules import find_rule
from ratchet.auth.guard import Caller
from ratchet.domain.silence import Silence
from ratchet.domain.window import from_ns
from ratchet.errors import NotFound
from ratchet.http.bounded import BoundedRoute
from ratchet.http.fields import invalid_field
from ratchet.store.records.alert_silences import end_silence, read_silences, write_silence

router = APIRouter(prefix="/admin/alerts", route_class=BoundedRoute, tags=["alerts"])


@router.get("/silences")
def list_silences(observed: ObservedProject) -> SilencesOut:
    """The silences that have not ended, those that end last first."""
    found = read_silences(observed.records, observed.project_id, ending_after=datetime.now(UTC))
    return SilencesOut(silences=[SilenceOut.of(silence) for silence in found])


@router.post("/silences", status_code=201)
def silence(observed: ObservedProject, caller: Caller, sent: SilenceIn) -> SilenceOut:
    """Tell nobody for a while. Alerts still fire, and what still does when the silence ends is told then."""
    now = datetime.now(UTC)
    if sent.rule_id:
        find_rule(observed, sent.rule_id)
    made = Silence(
        project_id=observed.project_id,
        id=uuid4().hex,
        rule_id=sent.rule_id,
        labels=sent.labels,
        starts_at=now,
        ends_at=_end(sent, now),
        comment=sent.comment,
        created_by=sent.by or caller.public_key,
    )
    write_silence(observed.records, made)
    return SilenceOut.of(made)


@router.delete("/silences/{silence_id}", status_code=204)
def end(observed: ObservedProject, silence_id: str) -> None:
    """Let a silence end now."""
    is_there = "\0" not in silence_id and end_silence(
        observed.records, observed.project_id, silence_id, at=datetime.now(UTC)
    )
    if not is_there:
        raise NotFound(f"There is no silence {silence_id!r} that holds. GET /admin/alerts/silences lists them.")


def _end(sent: SilenceIn, now: datetime) -> datetime:
    match sent.minutes, sent.ends_at:
        case int() as minutes, None:
            return now + timedelta(minutes=minutes)
        case None, int() as ends_at:
            return from_ns(ends_at)
        case _:
            raise invalid_field("minutes", "Say when it ends, by minutes or by ends_at, one of both.")
