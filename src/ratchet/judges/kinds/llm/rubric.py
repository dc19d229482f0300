"""Rubric: a criterion of one's own, or a whole prompt of one's own, and the form of the score."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, create_model, model_validator

from ratchet.domain.judge import Verdict
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.kinds.llm import placeholders, sections
from ratchet.judges.kinds.llm.kind import LlmKind, LlmParameters
from ratchet.judges.kinds.llm.placeholders import Variable, fill, find_places
from ratchet.judges.kinds.llm.prompt_files import latest_version, read_prompt
from ratchet.judges.kinds.llm.quotes import find_quotes
from ratchet.judges.kinds.llm.sections import Section
from ratchet.judges.subject import Subject

GRADE_MAX = 5
WHOLE = "whole"


class Form(StrEnum):
    """What a score is: a grade from 1 to 5 shown from 0 to 1, a number within bounds, a truth, or a category."""

    GRADE = "grade"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CATEGORY = "category"


CategoryName = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class RubricParameters(LlmParameters):
    """What to judge by, and the form of the score.

    A criterion with places, such as {{input}} and {{output}}, is the whole prompt, and only what it asks for is given
    to the model; `variables` say what other places mean. Without places, question, answer, reference and sources are
    given.
    """

    criterion: str = Field(min_length=1, max_length=50_000)
    form: Form = Form.GRADE
    minimum: float = Field(0.0, allow_inf_nan=False)
    maximum: float = Field(1.0, allow_inf_nan=False)
    categories: list[CategoryName] = Field([], max_length=100)
    several: bool = Field(False, description="Whether several categories can apply; they are joined by commas")
    variables: dict[str, Variable] = Field(default_factory=dict, max_length=50)
    about_score: str = Field("", max_length=10_000, description="What the score means, for the model")
    about_reasoning: str = Field("", max_length=10_000, description="What the reasoning should hold, for the model")

    @model_validator(mode="after")
    def _check_form(self) -> Self:
        if self.form is Form.CATEGORY and len(set(self.categories)) < 2:
            raise ValueError("categories: name at least two")
        if self.minimum >= self.maximum:
            raise ValueError("maximum: this is not over minimum")
        return self

    @property
    def is_whole_prompt(self) -> bool:
        """Whether the criterion is the prompt, and not a part of ours."""
        return bool(find_places(self.criterion))


class Rubric(LlmKind[RubricParameters, BaseModel]):
    """Judges by what people wrote."""

    name = "rubric"
    title = "Your own rubric, by a model"
    summary = "A criterion in your words; the score is a grade, a number, a truth or a category."
    parameters_type = RubricParameters
    prompt_name = "rubric"
    rests_on = (*LlmKind.rests_on, placeholders)

    def __init__(self, parameters: RubricParameters, surroundings: Surroundings) -> None:
        super().__init__(parameters, surroundings)
        self.answer_type = make_answer_type(parameters)

    def write_instructions(self) -> str:
        if self.parameters.is_whole_prompt:
            return read_prompt(WHOLE, latest_version(WHOLE))
        return f"{super().write_instructions()}\n\nThe criterion:\n{self.parameters.criterion}"

    def excuse(self, subject: Subject) -> str:
        return "" if subject.answer else "There is no answer."

    def write_material(self, subject: Subject) -> Sequence[Section]:
        return [
            *sections.sources(subject),
            sections.question(subject),
            sections.reference(subject),
            sections.answer(subject),
        ]

    def write_message(self, subject: Subject) -> str:
        if self.parameters.is_whole_prompt:
            return fill(self.parameters.criterion, self.parameters.variables, subject)
        return super().write_message(subject)

    def to_verdict(self, said: BaseModel, subject: Subject) -> Verdict:
        told: dict[str, Any] = said.model_dump()
        value, label = to_value(self.parameters.form, told["score"])
        return Verdict(
            value=value,
            label=label,
            reasoning=told["reasoning"],
            evidence=find_quotes(told["quotes"], subject.answer),
        )


def make_answer_type(parameters: RubricParameters) -> type[BaseModel]:
    """The form in which the model shall answer."""
    reasoning = parameters.about_reasoning or "What decides, in at most four sentences"
    quotes = Field(description="The words of the answer that decided, copied exactly", max_length=20)
    return create_model(
        "Judgement",
        reasoning=(str, Field(description=reasoning)),
        quotes=(list[str], quotes),
        score=_score_field(parameters),
    )


def to_value(form: Form, score: Any) -> tuple[float | str | bool, str]:
    """A model's score as a value and its label."""
    match form:
        case Form.GRADE:
            return (score - 1) / (GRADE_MAX - 1), f"{score} of {GRADE_MAX}"
        case Form.CATEGORY if isinstance(score, list):
            return ", ".join(dict.fromkeys(score)), ""
        case _:
            return score, ""


def _score_field(parameters: RubricParameters) -> Any:
    about = parameters.about_score or None
    match parameters.form:
        case Form.GRADE:
            return Literal[1, 2, 3, 4, 5], Field(description=about or "From 1, not at all, to 5, fully")
        case Form.NUMBER:
            return float, Field(description=about, ge=parameters.minimum, le=parameters.maximum)
        case Form.BOOLEAN:
            return bool, Field(description=about)
        case Form.CATEGORY:
            one = Literal[tuple(parameters.categories)]
            return (
                (list[one], Field(description=about, min_length=1))
                if parameters.several
                else (
                    one,
                    Field(description=about),
                )
            )
