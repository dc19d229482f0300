"""Having a model judge the clauses that nobody can check."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, Field

from ratchet.domain.persona.audit import MODEL, Finding, Standing
from ratchet.domain.persona.clause import Aspect, Clause
from ratchet.judges.kinds.llm import sections
from ratchet.judges.kinds.llm.quotes import find_quotes
from ratchet.judges.kinds.llm.sections import Section, write_sections
from ratchet.judges.subject import Subject


class Judgement(BaseModel):
    """How the answer stands to one clause that applies."""

    clause: int = Field(description="The number of the clause")
    reason: str = Field(description="Why, in one sentence")
    quote: str = Field(description="The words of the answer that decide, copied exactly; empty where there are none")
    aspect: Literal["structure", "policy", "voice"]
    standing: Literal["kept", "partly", "broken"]


class Judgements(BaseModel):
    """The clauses that apply to this answer, each once."""

    judgements: list[Judgement] = Field(max_length=400)


def write_material(clauses: Sequence[Clause], subject: Subject) -> str:
    """What the model is given: the clauses by their numbers, the question and the answer."""
    numbered = "\n".join(_write(number, clause) for number, clause in enumerate(clauses, 1))
    return write_sections([Section("persona", numbered), sections.question(subject), sections.answer(subject)])


def to_findings(said: Judgements, clauses: Sequence[Clause], subject: Subject) -> tuple[Finding, ...]:
    """What the model found of these clauses; what it leaves out does not apply, or is kept where checks were."""
    by_number: Mapping[int, Judgement] = {one.clause: one for one in reversed(said.judgements)}
    return tuple(_to_finding(clause, by_number.get(number), subject) for number, clause in enumerate(clauses, 1))


def _to_finding(clause: Clause, said: Judgement | None, subject: Subject) -> Finding:
    if said is None:
        standing = Standing.KEPT if clause.checks else Standing.NOT_APPLICABLE
        return Finding(clause=clause, standing=standing, by=MODEL)
    return Finding(
        clause=replace(clause, aspect=clause.aspect or Aspect(said.aspect)),
        standing=Standing(said.standing),
        reason=said.reason,
        quotes=find_quotes([said.quote], subject.answer),
        by=MODEL,
    )


def _write(number: int, clause: Clause) -> str:
    marks = [clause.aspect.value] if clause.aspect is not None else []
    marks += ["checked"] if clause.checks else []
    return f"{number}. {clause.text}" + (f" ({', '.join(marks)})" if marks else "")
