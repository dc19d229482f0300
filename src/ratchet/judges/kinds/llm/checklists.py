"""Judges that have a model take a text apart and tick off each piece; the score is counted, not felt."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel, Field

from ratchet.domain.judge import NotApplicable, Verdict
from ratchet.judges.kinds.llm import sections
from ratchet.judges.kinds.llm.kind import LlmKind, LlmParameters
from ratchet.judges.kinds.llm.quotes import find_quotes
from ratchet.judges.kinds.llm.sections import Section
from ratchet.judges.subject import Subject

_TOLD_MAX = 5


class Check(BaseModel):
    """One piece, and whether it holds."""

    piece: str = Field(description="The claim, citation or part of the question, in one sentence")
    reason: str = Field(description="Why it holds or does not, in one sentence")
    holds: bool
    quote: str = Field(description="The words of the answer, copied exactly; empty where there are none")


class Checks(BaseModel):
    """Every piece, each once."""

    checks: list[Check] = Field(max_length=200)


class Checklist(LlmKind[LlmParameters, Checks]):
    """The share of pieces that hold; those that do not are the evidence."""

    parameters_type = LlmParameters
    answer_type = Checks
    nothing: ClassVar[str]
    """What is said when the model finds no piece."""

    def to_verdict(self, said: Checks, subject: Subject) -> Verdict | NotApplicable:
        if not said.checks:
            return NotApplicable(self.nothing)
        failed = [check for check in said.checks if not check.holds]
        held = len(said.checks) - len(failed)
        told = [f"{check.piece} ({check.reason})" for check in failed[:_TOLD_MAX]]
        return Verdict(
            value=held / len(said.checks),
            label=f"{held} of {len(said.checks)}",
            reasoning=" ".join([self.sum_up(held, len(said.checks)), *told]),
            evidence=find_quotes([check.quote for check in failed], subject.answer),
        )

    @abstractmethod
    def sum_up(self, held: int, total: int) -> str:
        """How many hold, as a sentence."""


class Faithfulness(Checklist):
    """Claims of the answer against its sources."""

    name = "faithfulness"
    title = "Faithfulness, by a model"
    summary = "The share of the answer's claims that its sources support, as a language model reads them."
    prompt_name = "faithfulness"
    nothing = "The answer claims nothing."

    def excuse(self, subject: Subject) -> str:
        return "" if subject.answer and subject.sources else "There are no sources, or no answer."

    def write_material(self, subject: Subject) -> Sequence[Section]:
        return [*sections.sources(subject), sections.question(subject), sections.answer(subject)]

    def sum_up(self, held: int, total: int) -> str:
        return f"The sources support {held} of {total} claims."


class CitationAlignment(Checklist):
    """Citations against the sources that they point at."""

    name = "citation_alignment"
    title = "Citation alignment, by a model"
    summary = "The share of the answer's citations that point at a source which says so, as a language model reads it."
    prompt_name = "citation_alignment"
    nothing = "The answer cites nothing."

    def excuse(self, subject: Subject) -> str:
        return "" if subject.answer and subject.sources else "There are no sources, or no answer."

    def write_material(self, subject: Subject) -> Sequence[Section]:
        return [*sections.sources(subject), sections.answer(subject)]

    def sum_up(self, held: int, total: int) -> str:
        return f"{held} of {total} citations point at a source that says so."


class Completeness(Checklist):
    """What was asked against what was answered."""

    name = "completeness"
    title = "Completeness, by a model"
    summary = "The share of what was asked that the answer deals with, as a language model reads it."
    prompt_name = "completeness"
    nothing = "Nothing was asked."

    def excuse(self, subject: Subject) -> str:
        return "" if subject.answer and subject.question else "There is no question, or no answer."

    def write_material(self, subject: Subject) -> Sequence[Section]:
        return [sections.question(subject), sections.reference(subject), sections.answer(subject)]

    def sum_up(self, held: int, total: int) -> str:
        return f"The answer deals with {held} of {total} parts of what was asked."
