"""Probes in the record store, and where each stands."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, case, delete, insert, literal, or_, select, update

from ratchet.domain.probe import Check, CheckType, Probe, ProbeState, Standing
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import Time, probes

_COLUMNS = frozenset({"project_id", "id", "name", "enabled", "created_at", "updated_at"})
_STANDING = tuple(field.name for field in fields(Standing))


class Posted(NamedTuple):
    """A probe, and where it stands."""

    probe: Probe
    standing: Standing


def insert_probe(store: RecordStore, probe: Probe, standing: Standing) -> None:
    """Store a new probe; raises `Conflict` when its name is taken."""
    with store.write() as connection:
        connection.execute(insert(probes).values(_to_row(probe) | asdict(standing)))


def update_probe(store: RecordStore, probe: Probe, next_at: datetime) -> None:
    """Store a probe in place of the one of its id; raises `Conflict` when its name is taken."""
    with store.write() as connection:
        connection.execute(
            update(probes)
            .where(*_here(probe.project_id, probe.id))
            .values(_to_row(probe) | {"next_at": next_at, "busy_until": None})
        )


def delete_probe(store: RecordStore, project_id: str, probe_id: str) -> bool:
    """Forget a probe; says whether there was one."""
    with store.write() as connection:
        return connection.execute(delete(probes).where(*_here(project_id, probe_id))).rowcount > 0


def read_probe(store: RecordStore, project_id: str, probe_id: str) -> Posted | None:
    """The probe with this id, else the one with this name."""
    named = or_(probes.c.id == probe_id, probes.c.name == probe_id)
    query = select(probes).where(probes.c.project_id == project_id, named)
    with store.read() as connection:
        rows = connection.execute(query).mappings().all()
    found = sorted(map(_to_posted, rows), key=lambda one: one.probe.id != probe_id)
    return found[0] if found else None


def read_probes(store: RecordStore, project_id: str) -> list[Posted]:
    """The probes of a project by their names."""
    query = select(probes).where(probes.c.project_id == project_id).order_by(probes.c.name)
    with store.read() as connection:
        return [_to_posted(row) for row in connection.execute(query).mappings()]


def read_due_probes(store: RecordStore, now: datetime) -> list[Posted]:
    """The probes of all projects that are on, and whose time has come; those that are longest due first."""
    query = select(probes).where(probes.c.enabled, probes.c.next_at <= now).order_by(probes.c.next_at)
    with store.read() as connection:
        return [_to_posted(row) for row in connection.execute(query).mappings()]


def write_begun(
    store: RecordStore, due: Posted, run_id: str, *, next_at: datetime, busy_until: datetime, missed: int
) -> bool:
    """Say that a run has begun, and when the next is due; False when somebody else has, or has changed the probe."""
    is_over = probes.c.run_id == run_id  # it may have been quicker than this
    return _write_turn(
        store,
        due,
        {
            "next_at": next_at,
            "busy_until": case((is_over, None), else_=literal(busy_until, Time)),
            "missed": due.standing.missed + missed,
            "missed_lately": 0,
        },
    )


def write_missed(store: RecordStore, due: Posted, *, next_at: datetime, missed: int) -> bool:
    """Say that times came and went without a run, and when the next is due; False as for `write_begun`."""
    standing = due.standing
    lately = standing.missed_lately + missed
    return _write_turn(store, due, {"next_at": next_at, "missed": standing.missed + missed, "missed_lately": lately})


def write_run(store: RecordStore, probe: Probe, run_id: str, *, is_ok: bool, now: datetime) -> Standing | None:
    """Move a probe on after a run, and tell where it stands. None when it has been deleted meanwhile."""
    with store.write() as connection:
        here = select(probes).where(*_here(probe.project_id, probe.id)).with_for_update()
        row = connection.execute(here).mappings().one_or_none()
        if row is None:
            return None
        before = _to_posted(row).standing
        after = before.after(run_id, is_ok=is_ok, failures_to_down=probe.failures_to_down, now=now)
        said = {name: getattr(after, name) for name in ("state", "since", "failures", "run_id", "ran_at")}
        connection.execute(update(probes).where(*_here(probe.project_id, probe.id)).values(said))
    return after


def end_run(store: RecordStore, project_id: str, probe_id: str) -> None:
    """Let a probe run again: what its run came to is stored."""
    with store.write() as connection:
        connection.execute(update(probes).where(*_here(project_id, probe_id)).values(busy_until=None))


def _write_turn(store: RecordStore, due: Posted, said: dict[str, Any]) -> bool:
    as_it_was = (*_here(due.probe.project_id, due.probe.id), probes.c.next_at == due.standing.next_at)
    with store.write() as connection:
        return connection.execute(update(probes).where(*as_it_was).values(said)).rowcount > 0


def _here(project_id: str, probe_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return probes.c.project_id == project_id, probes.c.id == probe_id


def _to_row(probe: Probe) -> dict[str, Any]:
    said = asdict(probe)
    definition = {name: value for name, value in said.items() if name not in _COLUMNS}
    return {name: said[name] for name in _COLUMNS} | {"definition": definition}


def _to_posted(row: RowMapping) -> Posted:
    said: dict[str, Any] = dict(row["definition"])
    said["queries"] = tuple(said["queries"])
    said["checks"] = tuple(Check(**check | {"type": CheckType(check["type"])}) for check in said["checks"])
    standing: dict[str, Any] = {name: row[name] for name in _STANDING}
    standing["state"] = ProbeState(standing["state"])
    return Posted(Probe(**{name: row[name] for name in _COLUMNS}, **said), Standing(**standing))
