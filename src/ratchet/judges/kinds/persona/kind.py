"""The kind `persona`: audits an answer against every clause, and gives three scores."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ratchet.domain.judge import FailureReason, JudgeFailure, NotApplicable, Outcome, Verdict
from ratchet.domain.llm_connection import LlmConnection
from ratchet.domain.persona import audit as auditing
from ratchet.domain.persona import checking, clause, reading, wordings, written
from ratchet.domain.persona.audit import OVERALL, STRUCTURE_POLICY, VOICE_FIDELITY, Audit, Finding, Standing, tell
from ratchet.domain.persona.checking import QUOTES_MAX, check_all
from ratchet.domain.persona.clause import Aspect, Clause
from ratchet.judges.kinds.kind import Kind, Surroundings
from ratchet.judges.kinds.llm import quotes, sections
from ratchet.judges.kinds.llm.kind import DATA
from ratchet.judges.kinds.llm.prompt_files import latest_version, read_prompt
from ratchet.judges.kinds.persona import finding, reader
from ratchet.judges.kinds.persona.finding import find_all, find_given
from ratchet.judges.kinds.persona.parameters import PersonaParameters
from ratchet.judges.kinds.persona.reader import Judgements, to_findings, write_material
from ratchet.judges.subject import Subject
from ratchet.llm.failure import CallFailed
from ratchet.llm.question import Question
from ratchet.store.records.llm_connections import read_connection

PROMPT = "persona"
_BROKEN_MAX = 50
_NO_PERSONA = "There is no persona: none is given, and no system prompt came with the answer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """An audit, and what it took; `failure` is why a model that was asked gave no judgement."""

    audit: Audit
    failure: JudgeFailure | None = None
    cost_usd: float = 0.0
    took: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Persona(Kind[PersonaParameters]):
    """Checks what can be checked, has a model judge the rest, and never scores what nobody has judged."""

    name = "persona"
    title = "Persona audit"
    summary = (
        "How well the answer keeps to a persona, such as its system prompt: structure and policy, voice, and overall, "
        "with the clauses that it breaks. Lengths, forms and words are checked; a model, where there is one, judges "
        "the rest."
    )
    reads_instructions = True
    gives = OVERALL
    parameters_type = PersonaParameters
    rests_on = (auditing, checking, clause, reading, wordings, written, finding, reader, quotes, sections)

    def __init__(self, parameters: PersonaParameters, surroundings: Surroundings) -> None:
        super().__init__(parameters, surroundings)
        self._given = find_given(parameters, surroundings)
        version = parameters.prompt_version or latest_version(PROMPT)
        self._instructions = f"{read_prompt(PROMPT, version)}\n\n{read_prompt(DATA, latest_version(DATA))}"
        self._connection = self._find_connection()

    @property
    def prompt(self) -> str:
        """How a model is asked, and the persona as far as it is the same for all."""
        return "\n".join([self._instructions, *(one.text for one in self._given)])

    @property
    def model(self) -> str:
        """The model that judges; empty where checks alone count, which is another measure."""
        if self._connection is None:
            return ""
        return f"{self._connection.provider}/{self.parameters.model or self._connection.usual_model}"

    async def judge(self, subject: Subject) -> Outcome:
        if not subject.answer:
            return NotApplicable("There is no answer.")
        audited = await self.audit(subject)
        if audited.failure is not None:
            return audited.failure
        return _to_outcome(audited)

    async def audit(self, subject: Subject) -> Audited:
        """What is found of every clause; with the checks alone, where a model was not to be had."""
        audit = self.check(subject)
        if not audit.unjudged:
            return Audited(audit=audit)
        if self._connection is None:
            return self._without_model(audit)
        return await self._with_model(self._connection, audit, subject)

    def check(self, subject: Subject, unjudged_why: str = "") -> Audit:
        """What checks alone find."""
        clauses = find_all(self.parameters, self._given, subject)
        why = unjudged_why if clauses else _NO_PERSONA
        return Audit(findings=check_all(clauses, subject.answer), unjudged_why=why)

    async def _with_model(self, connection: LlmConnection, audit: Audit, subject: Subject) -> Audited:
        clauses = [finding.clause for finding in audit.unjudged]
        try:
            answer = await self.surroundings.ask_model(connection, self._question(clauses, subject))
        except CallFailed as failed:
            failure = JudgeFailure(reason=failed.reason, detail=failed.detail, cost_usd=failed.cost_usd)
            why = f"The model gave no judgement ({failed.reason}): {failed.detail}"
            return Audited(audit=replace(audit, unjudged_why=why), failure=failure, cost_usd=failed.cost_usd)
        judged = iter(to_findings(answer.value, clauses, subject))
        united = tuple(next(judged) if one.standing is Standing.UNJUDGED else one for one in audit.findings)
        took = {"model": answer.model, "input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens}
        return Audited(audit=Audit(findings=united), cost_usd=answer.cost_usd, took=took)

    def _without_model(self, audit: Audit) -> Audited:
        """A model that is named and not there is a failure; where none was meant, the checks count alone."""
        if not self.parameters.ask_model:
            return Audited(audit=replace(audit, unjudged_why="No model is to be asked."))
        if self.parameters.connection:
            detail = f"There is no connection {self.parameters.connection!r} to a language model in this project."
            failure = JudgeFailure(reason=FailureReason.NOT_CONFIGURED, detail=detail)
            return Audited(audit=replace(audit, unjudged_why=detail), failure=failure)
        return Audited(audit=replace(audit, unjudged_why="No language model is configured."))

    def _question(self, clauses: Sequence[Clause], subject: Subject) -> Question[Judgements]:
        return Question(
            instructions=self._instructions,
            material=write_material(clauses, subject),
            answer_type=Judgements,
            model=self.parameters.model,
            temperature=self.parameters.temperature,
            timeout_s=self.parameters.timeout_s,
        )

    def _find_connection(self) -> LlmConnection | None:
        if not self.parameters.ask_model:
            return None
        return read_connection(self.surroundings.records, self.surroundings.project_id, self.parameters.connection)


def _to_outcome(audited: Audited) -> Outcome:
    audit = audited.audit
    if audit.overall is None:
        return NotApplicable(audit.unjudged_why or "No clause of the persona applies to the answer.")
    said = {
        STRUCTURE_POLICY: audit.of_aspects(Aspect.STRUCTURE, Aspect.POLICY),
        VOICE_FIDELITY: audit.of_aspects(Aspect.VOICE),
        OVERALL: audit.findings,
    }
    verdicts = [
        _to_verdict(name, score, said[name], audit) for name, score in audit.scores.items() if score is not None
    ]
    metadata = _facts(audit) | dict(audited.took)
    return tuple(
        replace(one, cost_usd=audited.cost_usd, metadata=metadata) if one.name == OVERALL else one for one in verdicts
    )


def _to_verdict(name: str, score: float, findings: Sequence[Finding], audit: Audit) -> Verdict:
    told = [tell(findings)]
    if audit.unjudged:
        told.append(f"{len(audit.unjudged)} clauses are unjudged: {audit.unjudged_why}")
    evidence = dict.fromkeys(quote for one in findings if one.is_fault for quote in one.quotes)
    return Verdict(name=name, value=score, reasoning=" ".join(told), evidence=tuple(evidence)[:QUOTES_MAX])


def _facts(audit: Audit) -> dict[str, Any]:
    persona = "\n".join(one.clause.text for one in audit.findings)
    return {
        "broken": [one.clause.text for one in audit.broken][:_BROKEN_MAX],
        "unjudged": len(audit.unjudged),
        "persona": hashlib.sha256(persona.encode()).hexdigest()[:16],
    }
