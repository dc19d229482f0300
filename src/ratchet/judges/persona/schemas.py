"""Persona audits and adherence as they are asked for and shown."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ratchet.domain.persona.audit import OVERALL, STRUCTURE_POLICY, VOICE_FIDELITY, Finding, Standing
from ratchet.domain.persona.clause import Aspect
from ratchet.http.fields import FreeId, Json, Text
from ratchet.judges.calibration.schemas import EstimateOut
from ratchet.judges.kinds.persona.kind import Audited
from ratchet.judges.persona.adherence import Adherence
from ratchet.judges.persona.turns import Turn
from ratchet.judges.schemas import FailureOut, JudgeName

_LENGTH_MAX = 1_000_000
MESSAGES_MAX = 5000


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _PersonaIn(_In):
    judge: JudgeName | None = Field(None, description="A stored judge of the kind persona")
    parameters: dict[str, Json] | None = Field(None, description="Those of the kind persona, instead of a judge")


class AuditIn(_PersonaIn):
    """A persona, and an answer to hold against it; `system_prompt` is for personas that are read out of one."""

    answer: Annotated[Text, StringConstraints(min_length=1, max_length=_LENGTH_MAX)]
    question: Annotated[Text, StringConstraints(max_length=_LENGTH_MAX)] = ""
    system_prompt: Annotated[Text, StringConstraints(max_length=_LENGTH_MAX)] = ""


class FindingOut(BaseModel):
    """What was found of one clause, and by whom: a check, a model, or nobody."""

    clause: str
    aspect: Aspect | None
    standing: Standing
    reason: str
    quotes: list[str]
    by: str

    @classmethod
    def of(cls, finding: Finding) -> "FindingOut":
        """A finding as it leaves."""
        return cls(
            clause=finding.clause.text,
            aspect=finding.clause.aspect,
            standing=finding.standing,
            reason=finding.reason,
            quotes=list(finding.quotes),
            by=finding.by,
        )


class ScoresOut(BaseModel):
    """From 0 to 1; null where no clause of its kind was judged."""

    persona_overall: float | None
    persona_structure_policy: float | None
    persona_voice_fidelity: float | None


class AuditOut(BaseModel):
    """An audit. Clauses that nobody judged count in no score, and `unjudged_why` says why."""

    scores: ScoresOut
    findings: list[FindingOut]
    broken: list[str]
    unjudged: int
    unjudged_why: str
    failure: FailureOut | None
    epoch: str
    cost_usd: float

    @classmethod
    def of(cls, audited: Audited, epoch: str) -> "AuditOut":
        """An audit as it leaves."""
        audit, failure = audited.audit, audited.failure
        return cls(
            scores=ScoresOut.model_validate(audit.scores),
            findings=[FindingOut.of(finding) for finding in audit.findings],
            broken=[fault.clause.text for fault in audit.broken],
            unjudged=len(audit.unjudged),
            unjudged_why=audit.unjudged_why,
            failure=None if failure is None else FailureOut(reason=failure.reason, detail=failure.detail),
            epoch=epoch,
            cost_usd=audited.cost_usd,
        )


ScoreName = Annotated[str, Field(pattern=f"^({OVERALL}|{STRUCTURE_POLICY}|{VOICE_FIDELITY})$")]


class ConversationIn(_PersonaIn):
    """A persona, and a conversation whose answers are held against it: a trace's, or messages that are given."""

    trace_id: FreeId | None = None
    messages: list[dict[str, Json]] | None = Field(None, max_length=MESSAGES_MAX)
    score_name: ScoreName = OVERALL

    @model_validator(mode="after")
    def _check_conversation(self) -> Self:
        if (self.trace_id is None) == (self.messages is None):
            raise ValueError("say which conversation: trace_id, or messages, one of both")
        return self


class AdherenceIn(_In):
    """Whose scores: those that the traces of a session have."""

    session_id: FreeId
    score_name: ScoreName = OVERALL
    judge: str | None = Field(None, description="Only scores that this judge gave; default: the newest of any")


class TurnOut(BaseModel):
    """One answer of a conversation; no score where nobody has judged it."""

    turn: int
    score: float | None
    broken: list[str]
    failure: str | None
    trace_id: str | None
    timestamp: datetime | None

    @classmethod
    def of(cls, turn: Turn) -> "TurnOut":
        """A turn as it leaves."""
        return cls(
            turn=turn.number,
            score=turn.score,
            broken=list(turn.broken),
            failure=turn.failure or None,
            trace_id=turn.trace_id or None,
            timestamp=turn.at,
        )


class AdherenceOut(BaseModel):
    """How the turns of a conversation keep to a persona; `decays` when all of the change's interval is below 0."""

    turns: list[TurnOut]
    mean: EstimateOut
    change_per_turn: EstimateOut
    decays: bool | None
    notes: list[str]

    @classmethod
    def of(cls, adherence: Adherence) -> "AdherenceOut":
        """Adherence as it leaves."""
        return cls(
            turns=[TurnOut.of(turn) for turn in adherence.turns],
            mean=EstimateOut.of(adherence.mean),
            change_per_turn=EstimateOut.of(adherence.change_per_turn),
            decays=adherence.decays,
            notes=list(adherence.notes),
        )
