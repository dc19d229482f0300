"""Audits on demand: of an answer that is given, or of every turn of a conversation. Nothing is stored."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ratchet.domain.judge import FailureReason, JudgeFailure
from ratchet.errors import NotFound, Unprocessable
from ratchet.http.fields import invalid_field
from ratchet.judges.asking import for_each
from ratchet.judges.definitions import find_judge
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.kinds.persona.kind import Audited, Persona
from ratchet.judges.persona.turns import split_turns
from ratchet.judges.spending import Purse, Purses
from ratchet.judges.subject import Subject, subject_of_trace
from ratchet.store.events import EventStore
from ratchet.store.events.traces import read_traces

TURNS_MAX = 100
# Somebody waits for the answer.
TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Auditor:
    """A persona, and the day's budget of the judge that it is; a persona that is only given has none."""

    persona: Persona
    purse: Purse | None = None

    async def audit(self, subject: Subject) -> Audited:
        """One answer against every clause; by checks alone when the day's budget is spent."""
        refused = None if self.purse is None else self.purse.refuse()
        if refused is not None:
            return Audited(audit=self.persona.check(subject, refused.detail), failure=refused)
        audited = await self.persona.audit(subject)
        if self.purse is not None and audited.cost_usd:
            self.purse.spend(audited.cost_usd)
        return audited


def open_auditor(surroundings: Surroundings, judge: str | None, parameters: Mapping[str, Any] | None) -> Auditor:
    """The persona of a stored judge, or one that is given; raises `Unprocessable` unless one of both is said."""
    match judge, parameters:
        case str(), None:
            stored = find_judge(surroundings.records, surroundings.project_id, judge)
            if stored.kind != Persona.name:
                message = f"{judge!r} is of the kind {stored.kind}: name one of the kind {Persona.name}"
                raise invalid_field("judge", message)
            return Auditor(_make(stored.parameters, surroundings), Purses(surroundings.records).of(stored))
        case None, given if given is not None:
            return Auditor(_make(given, surroundings))
        case _:
            message = "Say which persona: by the name of a judge of the kind persona, or by its parameters, one of both"
            raise Unprocessable(f"judge: {message}", details={"fields": [{"field": "judge", "message": message}]})


def _make(parameters: Mapping[str, Any], surroundings: Surroundings) -> Persona:
    return cast(Persona, make_judge(Persona.name, parameters, surroundings))


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


def audit_one(auditor: Auditor, subject: Subject) -> Audited:
    """One answer against every clause."""
    [audited] = audit_all(auditor, [subject])
    return audited


def audit_all(auditor: Auditor, subjects: Sequence[Subject], *, timeout_s: float = TIMEOUT_S) -> list[Audited]:
    """Each of these, several at once; what is not done in time is a failure."""
    return asyncio.run(_audit_all(auditor, subjects, timeout_s))


async def _audit_all(auditor: Auditor, subjects: Sequence[Subject], timeout_s: float) -> list[Audited]:
    deadline = asyncio.get_running_loop().time() + timeout_s
    done: dict[int, Audited] = {}

    async def audit(subject: Subject) -> None:
        try:
            async with asyncio.timeout_at(deadline):
                done[id(subject)] = await auditor.audit(subject)
        except TimeoutError:
            done[id(subject)] = _too_late(auditor.persona, subject, timeout_s)

    await for_each(subjects, audit)
    return [done[id(subject)] for subject in subjects]


def _too_late(persona: Persona, subject: Subject, timeout_s: float) -> Audited:
    failure = JudgeFailure(reason=FailureReason.TIMEOUT, detail=f"There was no judgement within {timeout_s:g} s.")
    return Audited(audit=persona.check(subject, failure.detail), failure=failure)
