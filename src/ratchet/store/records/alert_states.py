"""Where the groups of alert rules stand, and what there is to tell of them: both written in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from ratchet.domain.firing import AlertState, Standing, Transition, Turn
from ratchet.store.records.client import RecordStore
from ratchet.store.records.firings import pack_firing, unpack_firing
from ratchet.store.records.tables import alert_rules, alert_states, alert_transitions


def read_standings(store: RecordStore, project_id: str, rule_id: str | None = None) -> list[Standing]:
    """Where the groups of a project's rules stand, or those of one rule."""
    query = select(alert_states).where(alert_states.c.project_id == project_id)
    if rule_id is not None:
        query = query.where(alert_states.c.rule_id == rule_id)
    with store.read() as connection:
        rows = connection.execute(query.order_by(alert_states.c.rule_id, alert_states.c.labels)).mappings()
        return [_to_standing(row) for row in rows]


def write_looks(
    store: RecordStore,
    project_id: str,
    standings: Sequence[Standing],
    transitions: Sequence[Transition],
    *,
    forgotten: Sequence[Standing] = (),
) -> None:
    """Store where groups stand now and what there is to tell, all of it or nothing.

    What stands of a rule that was deleted meanwhile is left out.
    """
    with store.write() as connection:
        of_project = select(alert_rules.c.id).where(alert_rules.c.project_id == project_id)
        there = set(connection.execute(of_project).scalars())
        kept = [standing for standing in standings if standing.rule_id in there]
        _delete(connection, project_id, [*kept, *forgotten])
        if kept:
            rows = [asdict(standing) | {"project_id": project_id} for standing in kept]
            connection.execute(insert(alert_states), rows)
        if transitions:
            connection.execute(insert(alert_transitions), [_to_row(one) for one in transitions])


def write_acknowledged(store: RecordStore, project_id: str, firing_id: str) -> None:
    """Let what is firing rest: it is not told of again."""
    here = (alert_states.c.project_id == project_id) & (alert_states.c.firing_id == firing_id)
    with store.write() as connection:
        connection.execute(update(alert_states).where(here).values(is_acknowledged=True))


def read_unrecorded(store: RecordStore, project_id: str) -> list[Transition]:
    """What the history does not have yet, the oldest first."""
    return _read(store, project_id, alert_transitions.c.is_recorded.is_(False))


def read_untaken(store: RecordStore, project_id: str, *, limit: int = 1000) -> list[Transition]:
    """What nobody has taken yet to tell, the oldest first."""
    return _read(store, project_id, alert_transitions.c.is_taken.is_(False), limit)


def write_recorded(store: RecordStore, project_id: str, transition_ids: Sequence[str]) -> None:
    """Say that the history has these."""
    _mark(store, project_id, transition_ids, is_recorded=True)


def write_taken(store: RecordStore, project_id: str, transition_ids: Sequence[str]) -> None:
    """Say that somebody tells of these, or that nobody has to."""
    _mark(store, project_id, transition_ids, is_taken=True)


def delete_transitions(store: RecordStore, project_id: str, *, before: datetime) -> None:
    """Forget what was recorded a while ago."""
    old = (alert_transitions.c.project_id == project_id) & (alert_transitions.c.at < before)
    with store.write() as connection:
        connection.execute(delete(alert_transitions).where(old, alert_transitions.c.is_recorded))


def _mark(store: RecordStore, project_id: str, transition_ids: Sequence[str], **marks: bool) -> None:
    if not transition_ids:
        return
    here = (alert_transitions.c.project_id == project_id) & alert_transitions.c.id.in_(transition_ids)
    with store.write() as connection:
        connection.execute(update(alert_transitions).where(here).values(**marks))


def _read(store: RecordStore, project_id: str, condition: Any, limit: int = 1000) -> list[Transition]:
    query = select(alert_transitions).where(alert_transitions.c.project_id == project_id, condition)
    ordered = query.order_by(alert_transitions.c.at, alert_transitions.c.id).limit(limit)
    with store.read() as connection:
        return [_to_transition(row) for row in connection.execute(ordered).mappings()]


def _delete(connection: Connection, project_id: str, standings: Sequence[Standing]) -> None:
    for first in range(0, len(standings), 400):
        keys = [(standing.rule_id, standing.labels) for standing in standings[first : first + 400]]
        gone = tuple_(alert_states.c.rule_id, alert_states.c.labels).in_(keys)
        connection.execute(delete(alert_states).where(alert_states.c.project_id == project_id, gone))


def _to_standing(row: Mapping[Any, Any]) -> Standing:
    fields: dict[str, Any] = {name: value for name, value in row.items() if name != "project_id"}
    fields["state"] = AlertState(row["state"])
    return Standing(**fields)


def _to_row(transition: Transition) -> dict[str, Any]:
    return {
        "project_id": transition.project_id,
        "id": transition.id,
        "turn": transition.turn,
        "at": transition.at,
        "is_silenced": transition.is_silenced,
        "firing": pack_firing(transition.firing),
        "is_recorded": False,
        "is_taken": False,
    }


def _to_transition(row: Mapping[Any, Any]) -> Transition:
    return Transition(
        project_id=row["project_id"],
        id=row["id"],
        turn=Turn(row["turn"]),
        at=row["at"],
        is_silenced=row["is_silenced"],
        firing=unpack_firing(row["firing"]),
    )
