"""Making, changing and finding probes; what could not be asked or checked is refused."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ratchet.datasets.headers import find_dataset
from ratchet.domain.probe import Check, CheckType, Probe, Standing
from ratchet.domain.target import TargetKind
from ratchet.errors import Conflict, NotFound
from ratchet.http.fields import invalid_field
from ratchet.judges.definitions import find_judge
from ratchet.probes.schedule import check_cron, first_time
from ratchet.probes.schemas import ProbeChange, ProbeCheckIn, ProbeIn
from ratchet.store.records import RecordStore
from ratchet.store.records.probes import Posted, delete_probe, insert_probe, read_probe, read_probes, update_probe
from ratchet.targets.defining import check_variables, find_target
from ratchet.targets.reading import parse_path
from ratchet.text.patterns import LENGTH_MAX, check_pattern

PROBES_MAX = 200
_STATUSES = range(100, 600)


def create_probe(records: RecordStore, project_id: str, sent: ProbeIn) -> Posted:
    """Make a probe; raises `Conflict` when there is one of this name, `Invalid` for one that could not run."""
    now = datetime.now(UTC)
    probe = to_probe(records, project_id, sent, now)
    known = read_probes(records, project_id)
    if any(probe.name == other.probe.name for other in known):
        raise Conflict(f"name: there is a probe {probe.name!r} already. Change it with PATCH, or take another name.")
    if len(known) >= PROBES_MAX:
        raise Conflict(f"A project has at most {PROBES_MAX} probes. Delete some, or ask several questions with one.")
    standing = Standing(next_at=first_time(probe, now))
    insert_probe(records, probe, standing)
    return Posted(probe, standing)


def to_probe(records: RecordStore, project_id: str, sent: ProbeIn, now: datetime) -> Probe:
    """The probe that is described, if it could run; raises `Invalid` naming the field otherwise."""
    said: dict[str, Any] = {name: getattr(sent, name) for name in ProbeIn.model_fields}
    said |= {"queries": tuple(sent.queries), "checks": _to_checks(sent.checks)}
    probe = Probe(project_id=project_id, id=uuid4().hex, created_at=now, updated_at=now, **said)
    _check(records, probe)
    return probe


def change_probe(records: RecordStore, project_id: str, probe_id: str, sent: ProbeChange) -> Posted:
    """Change a probe; what is left out stays. It runs at once when its times change, or it is switched on."""
    known = find_probe(records, project_id, probe_id)
    said = sent.model_dump(exclude_none=True, exclude={"checks", "queries"})
    if sent.queries is not None:
        said["queries"] = tuple(sent.queries)
    if sent.checks is not None:
        said["checks"] = _to_checks(sent.checks)
    now = datetime.now(UTC)
    probe = replace(known.probe, **said, updated_at=now)
    _check(records, probe)
    next_at = first_time(probe, now) if _is_rescheduled(known.probe, probe) else known.standing.next_at
    update_probe(records, probe, next_at)
    return find_probe(records, project_id, probe.id)


def find_probe(records: RecordStore, project_id: str, probe_id: str) -> Posted:
    """The probe of this id, else of this name; raises `NotFound` when there is none."""
    found = None if "\0" in probe_id else read_probe(records, project_id, probe_id)
    if found is None:
        raise NotFound(f"There is no probe {probe_id!r} in this project. GET /admin/probes lists those there are.")
    return found


def remove_probe(records: RecordStore, project_id: str, probe_id: str) -> Probe:
    """Delete a probe; its traces stay."""
    probe = find_probe(records, project_id, probe_id).probe
    delete_probe(records, project_id, probe.id)
    return probe


def _is_rescheduled(before: Probe, after: Probe) -> bool:
    is_switched_on = after.enabled and not before.enabled
    return is_switched_on or (before.cron, before.every_s) != (after.cron, after.every_s)


def _to_checks(checks: list[ProbeCheckIn]) -> tuple[Check, ...]:
    return tuple(check.to_check() for check in checks)


def _check(records: RecordStore, probe: Probe) -> None:
    if bool(probe.queries) == bool(probe.dataset):
        raise invalid_field("queries", "Say what to ask: by queries, or by the name of a dataset, one of both")
    if probe.cron:
        try:
            check_cron(probe.cron)
        except ValueError as error:
            raise invalid_field("cron", str(error)) from error
    if probe.dataset:
        find_dataset(records, probe.project_id, probe.dataset)
    target = find_target(records, probe.project_id, probe.target)
    if target.kind is not TargetKind.HTTP:
        raise invalid_field("target", f"{target.name!r} is no endpoint: a probe asks one that answers now")
    check_variables(target, probe.variables)
    for place, check in enumerate(probe.checks):
        _check_one(records, probe, check, f"checks.{place}")


def _check_one(records: RecordStore, probe: Probe, check: Check, field: str) -> None:
    if bool(check.path) != (check.type is CheckType.JSON_EQUALS):
        raise invalid_field(f"{field}.path", "json_equals, and no other check, has a JSONPath such as $.status")
    if bool(check.judge) != (check.type is CheckType.SCORE):
        raise invalid_field(f"{field}.judge", "score, and no other check, names a judge")
    match check.type:
        case CheckType.CONTAINS | CheckType.MATCHES:
            _check_text(check, f"{field}.value")
        case CheckType.JSON_EQUALS:
            parse_path(check.path, f"{field}.path")
        case CheckType.SCORE:
            find_judge(records, probe.project_id, check.judge)
            _check_number(check.value, f"{field}.value", "the least that the score may be, such as 0.7")
        case CheckType.LATENCY:
            _check_number(check.value, f"{field}.value", "the most milliseconds that an answer may take", at_least=1)
        case CheckType.STATUS:
            _check_statuses(check.value, f"{field}.value")
        case CheckType.NOT_EMPTY | CheckType.NO_REFUSAL:
            if check.value is not None:
                raise invalid_field(f"{field}.value", f"{check.type} takes no value")


def _check_text(check: Check, field: str) -> None:
    if not isinstance(check.value, str) or not 0 < len(check.value) <= LENGTH_MAX:
        raise invalid_field(field, f"Say what to look for, a text of at most {LENGTH_MAX} characters")
    if check.type is CheckType.MATCHES:
        try:
            check_pattern(check.value)
        except ValueError as error:
            raise invalid_field(field, str(error)) from error


def _check_number(value: Any, field: str, what: str, *, at_least: float = -1e9) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not at_least <= value <= 1e9:
        raise invalid_field(field, f"Say {what}")


def _check_statuses(value: Any, field: str) -> None:
    is_list = isinstance(value, list) and 0 < len(value) <= 20
    if not is_list or any(isinstance(one, bool) or one not in _STATUSES for one in value):
        raise invalid_field(field, "Say which HTTP status is fine, such as 200, or a list of them")
