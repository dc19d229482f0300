"""The turns of a conversation: what an assistant answered, one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.persona.audit import OVERALL
from ratchet.domain.qa import to_message_text
from ratchet.domain.score import Score
from ratchet.domain.trace import TraceQuery
from ratchet.domain.value import decode_value
from ratchet.domain.window import from_ns
from ratchet.errors import NotFound
from ratchet.judges.kinds.persona.kind import Audited
from ratchet.judges.subject import Subject, find_messages
from ratchet.store.events import EventStore
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.traces import find_traces

SESSION_TURNS_MAX = 1000
_FIRST_TO_LAST = (("timestamp", "ASC"), ("id", "ASC"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One answer and its score, `None` where nobody has judged it; `epoch` is what the score rests on."""

    number: int
    score: float | None
    trace_id: str = ""
    at: datetime | None = None
    broken: tuple[str, ...] = ()
    failure: str = ""
    epoch: str = ""


def read_session_turns(
    events: EventStore, project_id: str, session_id: str, *, score_name: str = OVERALL, judge: str | None = None
) -> list[Turn]:
    """The traces of a session in order, with the scores of this name that are stored; raises `NotFound`."""
    of_session = Condition("session_id", Operator.EQUAL, session_id)
    query = TraceQuery(project_id=project_id, conditions=(of_session,))
    places = find_traces(events, query, limit=SESSION_TURNS_MAX, order=_FIRST_TO_LAST)
    if not places:
        raise NotFound(f"There is no session {session_id!r} in this project.")
    scores = read_scores_of_traces(events, project_id, [place.trace_id for place in places])
    return [
        _to_turn(number, place.trace_id, place.timestamp, _find(scores.get(place.trace_id, []), score_name, judge))
        for number, place in enumerate(places, 1)
    ]


def split_turns(subject: Subject) -> list[Subject]:
    """Every answer in a conversation as a subject of its own, with what was said before it."""
    messages = [*find_messages(subject.input), *_answers(subject.output)]
    return [
        replace(subject, input=list(messages[:place]), output=[message])
        for place, message in enumerate(messages)
        if message.get("role") == "assistant" and to_message_text(message)
    ]


def to_turns(audits: Sequence[Audited], score_name: str = OVERALL) -> list[Turn]:
    """What audits found of answers, one after the other; one that failed has no score."""
    return [
        Turn(
            number=number,
            score=None if one.failure is not None else one.audit.scores[score_name],
            broken=tuple(fault.clause.text for fault in one.audit.broken),
            failure="" if one.failure is None else one.failure.detail,
        )
        for number, one in enumerate(audits, 1)
    ]


def _answers(output: Any) -> Sequence[Mapping[str, Any]]:
    """What a conversation ends with, as messages."""
    match output:
        case str() if output:
            return [{"role": "assistant", "content": output}]
        case dict() if "role" in output:
            return [cast(Mapping[str, Any], output)]
        case _:
            return find_messages(output)


def _find(scores: Sequence[Score], name: str, judge: str | None) -> Score | None:
    """The newest score of a name that is a number, given by a judge if one is named."""
    found = (score for score in reversed(scores) if score.name == name and score.value is not None)
    return next((score for score in found if judge is None or _said(score, "judge") == judge), None)


def _to_turn(number: int, trace_id: str, timestamp: int, score: Score | None) -> Turn:
    turn = Turn(number=number, score=None, trace_id=trace_id, at=from_ns(timestamp))
    if score is None:
        return turn
    broken = _said(score, "broken")
    return replace(
        turn,
        score=score.value,
        broken=tuple(map(str, cast(list[Any], broken))) if isinstance(broken, list) else (),
        epoch=str(_said(score, "epoch") or ""),
    )


def _said(score: Score, name: str) -> Any:
    said = score.metadata.get(name)
    return None if said is None else decode_value(said)
