"""Audits on demand: of an answer that is given, or of every turn of a conversation. Nothing is stored."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ratchet.domain.judge import FailureReason, JudgeFailure
from ratchet.domain.persona.audit import Audit
from ratchet.errors import NotFound, Unprocessable
from ratchet.http.fields import invalid_field
from ratchet.judges.asking import for_each
from ratchet.judges.definitions import find_judge
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.kinds.persona.kind import Audited, Persona
from ratchet.judges.persona.turns import split_turns
from ratchet.judges.subject import Subject, subject_of_trace
from ratchet.store.events import EventStore
from ratchet.store.events.traces import read_traces

TURNS_MAX = 100
# Somebody waits for the answer.
TIMEOUT_S = 120.0


def open_persona(surroundings: Surroundings, judge: str | None, parameters: Mapping[str, Any] | None) -> Persona:
    """The persona of a stored judge, or one that is given; raises `Unprocessable` unless one of both is said."""
    if (judge is None) == (parameters is None):
        message = "Say which persona: by the name of a judge of the kind persona, or by its parameters, one of both"
        raise Unprocessable(f"judge: {message}", details={"fields": [{"field": "judge", "message": message}]})
    if judge is not None:
        stored = find_judge(surroundings.records, surroundings.project_id, judge)
        if stored.kind != Persona.name:
            raise invalid_field("judge", f"{judge!r} is of the kind {stored.kind}: name one of the kind {Persona.name}")
        parameters = stored.parameters
    return cast(Persona, make_judge(Persona.name, parameters or {}, surroundings))


def find_conversation(
    events: EventStore, project_id: str, trace_id: str | None, messages: Sequence[Mapping[str, Any]] | None
) -> list[Subject]:
    """The answers of a trace's conversation, or of messages; raises `Unprocessable` for none, or too many."""
    whole = Subject(project_id=project_id, input=messages) if trace_id is None else _read(events, project_id, trace_id)
    turns = split_turns(whole)
    if not 1 <= len(turns) <= TURNS_MAX:
        field = "messages" if trace_id is None else "trace_id"
        message = f"This conversation has {len(turns)} answers of an assistant; from 1 to {TURNS_MAX} can be audited"
        raise Unprocessable(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})
    return turns


def _read(events: EventStore, project_id: str, trace_id: str) -> Subject:
    trace = read_traces(events, project_id, [trace_id]).get(trace_id)
    if trace is None:
        raise NotFound(f"There is no trace {trace_id!r} in this project.")
    return subject_of_trace(project_id, trace)


def audit_one(persona: Persona, subject: Subject) -> Audited:
    """One answer against every clause."""
    [audited] = audit_all(persona, [subject])
    return audited


def audit_all(persona: Persona, subjects: Sequence[Subject], *, timeout_s: float = TIMEOUT_S) -> list[Audited]:
    """Each of these, several at once; what is not done in time is a failure."""
    return asyncio.run(_audit_all(persona, subjects, timeout_s))


async def _audit_all(persona: Persona, subjects: Sequence[Subject], timeout_s: float) -> list[Audited]:
    deadline = asyncio.get_running_loop().time() + timeout_s
    done: dict[int, Audited] = {}

    async def audit(subject: Subject) -> None:
        try:
            async with asyncio.timeout_at(deadline):
                done[id(subject)] = await persona.audit(subject)
        except TimeoutError:
            done[id(subject)] = _too_late(timeout_s)

    await for_each(subjects, audit)
    return [done[id(subject)] for subject in subjects]


def _too_late(timeout_s: float) -> Audited:
    detail = f"There was no judgement within {timeout_s:g} s."
    failure = JudgeFailure(reason=FailureReason.TIMEOUT, detail=detail)
    return Audited(audit=Audit(unjudged_why=detail), failure=failure)
