"""Judges that have a model give a grade from 1 to 5, each described in the prompt."""

from collections.abc import Sequence
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from ratchet.domain.judge import Verdict
from ratchet.judges.kinds.llm import sections
from ratchet.judges.kinds.llm.kind import LlmKind, LlmParameters
from ratchet.judges.kinds.llm.quotes import find_quotes
from ratchet.judges.kinds.llm.sections import Section
from ratchet.judges.subject import Subject

GRADE_MAX = 5

P = TypeVar("P", bound=LlmParameters)


class Graded(BaseModel):
    """A grade, with what led to it."""

    reasoning: str = Field(description="What decides the grade, in at most four sentences")
    quotes: list[str] = Field(description="The words of the answer that decided, copied exactly", max_length=20)
    grade: Literal[1, 2, 3, 4, 5]


class Grade(LlmKind[P, Graded], Generic[P]):
    """The grade on a scale from 0 to 1."""

    answer_type = Graded

    def excuse(self, subject: Subject) -> str:
        return "" if subject.answer and subject.question else "There is no question, or no answer."

    def write_material(self, subject: Subject) -> Sequence[Section]:
        return [sections.question(subject), sections.answer(subject)]

    def to_verdict(self, said: Graded, subject: Subject) -> Verdict:
        return Verdict(
            value=(said.grade - 1) / (GRADE_MAX - 1),
            label=f"{said.grade} of {GRADE_MAX}",
            reasoning=said.reasoning,
            evidence=find_quotes(said.quotes, subject.answer),
        )


class AnswerRelevance(Grade[LlmParameters]):
    """Whether the answer is about what was asked."""

    name = "answer_relevance"
    title = "Answer relevance, by a model"
    summary = "How much the answer is about what was asked, from 0 to 1, as a language model reads it."
    parameters_type = LlmParameters
    prompt_name = "answer_relevance"


class ToneParameters(LlmParameters):
    """The tone that is wanted."""

    tone: str = Field("polite, calm and helpful, without flattery", min_length=1, max_length=2000)


class Tone(Grade[ToneParameters]):
    """Whether the answer sounds as it should."""

    name = "tone"
    title = "Tone, by a model"
    summary = "How well the answer keeps to a tone, from 0 to 1, as a language model reads it."
    parameters_type = ToneParameters
    prompt_name = "tone"

    def write_instructions(self) -> str:
        return f"{super().write_instructions()}\n\nThe tone that is wanted: {self.parameters.tone}"

    def excuse(self, subject: Subject) -> str:
        return "" if subject.answer else "There is no answer."
