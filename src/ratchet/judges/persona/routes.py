"""The routes under /admin/judges/persona: audits on demand, and adherence over a conversation."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records, ServerSecret
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.persona.adherence import measure
from ratchet.judges.persona.auditing import audit_all, audit_one, find_conversation, open_auditor
from ratchet.judges.persona.schemas import AdherenceIn, AdherenceOut, AuditIn, AuditOut, ConversationIn
from ratchet.judges.persona.turns import read_session_turns, to_turns
from ratchet.judges.subject import Subject

router = APIRouter(prefix="/admin/judges/persona", route_class=BoundedRoute, tags=["judges"])


@router.post("/audit")
def audit(caller: Caller, records: Records, secret: ServerSecret, sent: AuditIn) -> AuditOut:
    """Hold an answer against every clause of a persona; nothing is stored."""
    auditor = open_auditor(Surroundings(caller.project_id, records, secret), sent.judge, sent.parameters)
    said = [("system", sent.system_prompt), ("user", sent.question)]
    messages = [{"role": role, "content": text} for role, text in said if text]
    subject = Subject(project_id=caller.project_id, input=messages, output=sent.answer)
    return AuditOut.of(audit_one(auditor, subject), auditor.persona.epoch)


@router.get("/adherence")
def show_adherence(caller: Caller, events: Events, asked: Annotated[AdherenceIn, Query()]) -> AdherenceOut:
    """The stored persona scores of a session's traces in order, and whether they decay."""
    turns = read_session_turns(
        events, caller.project_id, asked.session_id, score_name=asked.score_name, judge=asked.judge
    )
    return AdherenceOut.of(measure(turns))


@router.post("/adherence")
def audit_conversation(
    caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: ConversationIn
) -> AdherenceOut:
    """Hold every answer of one conversation against a persona, and say whether that decays; nothing is stored."""
    auditor = open_auditor(Surroundings(caller.project_id, records, secret), sent.judge, sent.parameters)
    conversation = find_conversation(events, caller.project_id, sent.trace_id, sent.messages)
    return AdherenceOut.of(measure(to_turns(audit_all(auditor, conversation), sent.score_name)))
