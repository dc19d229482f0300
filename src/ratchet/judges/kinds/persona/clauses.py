"""Clauses as definitions write them: a sentence, or a sentence with its aspect and what to check."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator

from ratchet.domain.persona.clause import Aspect, Clause, Edge, Form, Unit
from ratchet.domain.persona.reading import CLAUSE_LENGTH_MAX
from ratchet.domain.persona.written import parse_clause

PHRASES_MAX = 100

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=PHRASES_MAX)]
Bound = Annotated[int, Field(ge=0, lt=2**31)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LengthIn(_In):
    """At least, at most so long."""

    kind: Literal["length"]
    unit: Unit = Unit.WORDS
    least: Bound | None = None
    most: Bound | None = None

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError("say least, most, or both")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is over most")
        return self


class FormatIn(_In):
    """A form that an answer has, or keeps clear of."""

    kind: Literal["format"]
    form: Form


class ForbiddenIn(_In):
    """Words and phrases that an answer must not hold."""

    kind: Literal["forbidden"]
    phrases: Phrases


class RequiredIn(_In):
    """Words and phrases that an answer must hold, all of them."""

    kind: Literal["required"]
    phrases: Phrases


class PlacedIn(_In):
    """A phrase that an answer begins or ends with."""

    kind: Literal["placed"]
    phrase: Phrase
    edge: Edge


CheckIn = Annotated[LengthIn | FormatIn | ForbiddenIn | RequiredIn | PlacedIn, Field(discriminator="kind")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=CLAUSE_LENGTH_MAX, strip_whitespace=True)]


class ClauseIn(_In):
    """A clause with what it is about and how it is checked; without checks, a model judges it.

    `reader` says that the checks do not say all that the text says, so that a model judges the rest. Without an aspect,
    forbidden phrases are policy, other checks structure, and of what is judged the model says what it is about.
    """

    text: Sentence
    aspect: Aspect | None = None
    checks: tuple[CheckIn, ...] = Field((), max_length=20)
    reader: bool = False


def _form_of(written: Any) -> str:
    return "sentence" if isinstance(written, str) else "clause"


Written = Annotated[
    Annotated[Sentence, Tag("sentence")] | Annotated[ClauseIn, Tag("clause")],
    Discriminator(_form_of),
]
"""A clause as people write it; a sentence is read for what can be checked in it."""


def to_clause(written: str | ClauseIn) -> Clause:
    """The same as the domain has it."""
    return parse_clause(written if isinstance(written, str) else written.model_dump(exclude_none=True))
