"""A clause: one thing that a persona asks of answers, and how far it can be checked without reading."""

from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """What a clause is about: the form of an answer, what it may say and do, or how it sounds."""

    STRUCTURE = "structure"
    POLICY = "policy"
    VOICE = "voice"


class Unit(StrEnum):
    """What length is counted in."""

    WORDS = "words"
    CHARACTERS = "characters"
    SENTENCES = "sentences"
    LINES = "lines"
    PARAGRAPHS = "paragraphs"


class Form(StrEnum):
    """A form that an answer has, or keeps clear of."""

    JSON = "json"
    LIST = "list"
    QUESTION_LAST = "question_last"
    PLAIN_TEXT = "plain_text"
    NO_LIST = "no_list"
    NO_LINKS = "no_links"
    NO_EMOJI = "no_emoji"
    NO_EXCLAMATION = "no_exclamation"


class Edge(StrEnum):
    """Where an answer begins, or ends."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """At least, at most so long; `None` for no bound."""

    unit: Unit = Unit.WORDS
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form."""

    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """Words and phrases that an answer must not hold, as whole words in any case."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """Words and phrases that an answer must hold, all of them."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A phrase that an answer begins or ends with."""

    phrase: str
    edge: Edge


Check = Length | Format | Forbidden | Required | Placed
"""What can be found out without a model."""


def aspect_of(check: Check) -> Aspect:
    """What a check is about, where nobody has said."""
    return Aspect.POLICY if isinstance(check, Forbidden) else Aspect.STRUCTURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing that a persona asks for, in its words.

    `aspect` is `None` where nobody has said. Without `checks` only a reader can judge it; `is_all` says that the checks
    say all that the text says, so that no reader is needed.
    """

    text: str
    aspect: Aspect | None = None
    checks: tuple[Check, ...] = ()
    is_all: bool = True

    @property
    def needs_reader(self) -> bool:
        """Whether checks alone cannot say that it is kept."""
        return not self.checks or not self.is_all
