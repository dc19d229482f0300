"""Defining judges: making them, changing them by a new version, switching them on and off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ratchet.domain.condition import Condition
from ratchet.domain.judge import Judge, JudgeLevel
from ratchet.domain.trace import TraceQuery
from ratchet.domain.window import Window
from ratchet.errors import Conflict, Invalid, NotFound
from ratchet.http.fields import invalid_field
from ratchet.judges.kinds import find_kind, make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.schemas import Definition, JudgeChange, JudgeNew
from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import read_clock
from ratchet.store.events.observations import SpanQuery, find_spans
from ratchet.store.events.traces import find_traces
from ratchet.store.records import RecordStore
from ratchet.store.records.judges import read_judge, read_known_names, write_enabled, write_judge

_NOWHEN = Window(0, 1)
# What stands where a name would in a path.
_OUR_WORDS = frozenset({"types", "try", "failures", "persona"})


def find_judge(records: RecordStore, project_id: str, name: str, version: int | None = None) -> Judge:
    """A judge in the version that counts, or another; raises `NotFound` when there is none."""
    judge = None if "\0" in name else read_judge(records, project_id, name, version)
    if judge is None:
        which = f"judge {name!r}" if version is None else f"version {version} of a judge {name!r}"
        raise NotFound(f"There is no {which} in this project. GET /admin/judges lists those there are.")
    return judge


def create_judge(events: EventStore, surroundings: Surroundings, sent: JudgeNew) -> Judge:
    """Make a judge; raises `Conflict` when there is one of this name, `Invalid` when it could not judge."""
    records, project_id = surroundings.records, surroundings.project_id
    if sent.name in _OUR_WORDS:
        raise invalid_field("name", f"{sent.name!r} is a word of this API. Take another name.")
    if read_judge(records, project_id, sent.name) is not None:
        raise Conflict(f"There is a judge {sent.name!r} already. Change it with PATCH, or take another name.")
    version = read_known_names(records, project_id).get(sent.name, 0) + 1
    judge = to_judge(events, surroundings, sent.name, sent, version=version)
    judge = replace(judge, is_enabled=sent.enabled)
    write_judge(records, judge, now_us=read_clock(events))
    return judge


def change_judge(events: EventStore, surroundings: Surroundings, name: str, sent: JudgeChange) -> Judge:
    """Change a judge: how it scores and what it looks at by a new version, whether it is on in place."""
    records, project_id = surroundings.records, surroundings.project_id
    with records.lock(f"judge {project_id} {name}"):
        judge = find_judge(records, project_id, name)
        changes = sent.model_dump(exclude={"enabled"}, exclude_none=True)
        if changes:
            said = _to_definition(judge).model_copy(update={field: getattr(sent, field) for field in changes})
            changed = to_judge(events, surroundings, name, said, version=judge.version + 1)
            write_judge(records, replace(changed, is_enabled=judge.is_enabled), now_us=read_clock(events))
        if sent.enabled is not None:
            write_enabled(records, project_id, name, is_enabled=sent.enabled, now_us=read_clock(events))
        return find_judge(records, project_id, name)


def to_judge(events: EventStore, surroundings: Surroundings, name: str, said: Definition, *, version: int = 0) -> Judge:
    """The judge that a definition means; raises `Invalid` naming the field that no judge could have."""
    filters = tuple(one.to_condition() for one in said.filters)
    _check_filters(events, surroundings.project_id, said.level, filters)
    return Judge(
        project_id=surroundings.project_id,
        name=name,
        version=version,
        kind=said.kind,
        created_at=datetime.now(UTC),
        description=said.description,
        score_name=_name_score(said),
        parameters=said.parameters,
        is_quality=said.is_quality,
        level=said.level,
        filters=filters,
        sampling=said.sampling,
        delay_s=said.delay_s,
        budget=said.budget.to_budget(),
        epoch=make_judge(said.kind, said.parameters, surroundings).epoch,
    )


def _name_score(said: Definition) -> str:
    """What its scores are called; some kinds give theirs names of their own."""
    always = find_kind(said.kind).gives
    if always and said.score_name not in ("", always):
        raise invalid_field("score_name", f"The scores of this kind have names of their own: {always!r}. Leave it out")
    return always or said.score_name


def _to_definition(judge: Judge) -> Definition:
    fields: dict[str, Any] = {name: getattr(judge, name) for name in Definition.model_fields}
    fields["parameters"] = dict(judge.parameters)
    fields["filters"] = [condition._asdict() for condition in judge.filters]
    fields["budget"] = {
        "cost_usd_per_day": judge.budget.cost_usd_per_day,
        "calls_per_minute": judge.budget.calls_per_minute,
    }
    return Definition.model_validate(fields)


def _check_filters(events: EventStore, project_id: str, level: JudgeLevel, filters: Sequence[Condition]) -> None:
    """Ask the store about a time in which nothing happened: it knows what it can filter by."""
    try:
        if level is JudgeLevel.TRACE:
            find_traces(events, TraceQuery(project_id=project_id, window=_NOWHEN, conditions=tuple(filters)), limit=1)
        else:
            find_spans(events, SpanQuery(project_id=project_id, window=_NOWHEN, conditions=tuple(filters)), limit=1)
    except Invalid as error:
        raise invalid_field("filters", error.message) from error
