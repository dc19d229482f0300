"""Trying a judge out: on a trace, a span, or on a question and answer; nothing is stored."""

from dataclasses import replace

from ratchet.domain.judge import Judge, JudgeLevel
from ratchet.errors import NotFound, Unprocessable
from ratchet.judges.asking import ask_one
from ratchet.judges.definitions import find_judge, to_judge
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.material import find_subjects, read_material
from ratchet.judges.schemas import TriedOut, TryIn
from ratchet.judges.subject import Source, Subject
from ratchet.store.events import EventStore

# Somebody waits for the answer.
TIMEOUT_S = 60.0
_UNNAMED = "judge"


def try_judge(events: EventStore, surroundings: Surroundings, sent: TryIn) -> TriedOut:
    """What a judge thinks of a subject; raises `Unprocessable` when either is not said."""
    judge = _find_judge(events, surroundings, sent)
    subject = _find_subject(events, surroundings.project_id, judge, sent)
    kind = make_judge(judge.kind, judge.parameters, surroundings)
    return TriedOut.of(judge.gives, ask_one(kind, subject, timeout_s=TIMEOUT_S))


def _find_judge(events: EventStore, surroundings: Surroundings, sent: TryIn) -> Judge:
    match sent.judge, sent.definition:
        case str() as name, None:
            return find_judge(surroundings.records, surroundings.project_id, name)
        case None, definition if definition is not None:
            return to_judge(events, surroundings, _UNNAMED, definition)
        case _:
            raise _unprocessable("judge", "Say which judge: by its name, or by a definition, one of both")


def _find_subject(events: EventStore, project_id: str, judge: Judge, sent: TryIn) -> Subject:
    if sent.trace_id is None:
        if sent.output is None:
            raise _unprocessable("trace_id", "Say what to judge: by trace_id, or by an output with or without an input")
        return _given(project_id, sent)
    level = JudgeLevel.TRACE if sent.span_id is None else JudgeLevel.SPAN
    material = read_material(events, project_id, [sent.trace_id])
    # Somebody has chosen it, so it need not meet the filters.
    subjects = find_subjects(events, replace(judge, level=level, filters=()), material)
    found = next((one for one in subjects if sent.span_id in (None, one.span_id)), None)
    if found is None:
        raise NotFound(f"There is no trace {sent.trace_id!r} with such a span in this project.")
    return found if sent.expected_output is None else replace(found, expected_output=sent.expected_output)


def _given(project_id: str, sent: TryIn) -> Subject:
    return Subject(
        project_id=project_id,
        input=sent.input,
        output=sent.output,
        expected_output=sent.expected_output,
        sources=tuple(Source(text) for text in sent.sources),
    )


def _unprocessable(field: str, message: str) -> Unprocessable:
    return Unprocessable(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})
