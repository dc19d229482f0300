"""Length: how long an answer is, in words or characters; or whether it keeps within bounds."""

from enum import StrEnum

from pydantic import Field

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject


class Unit(StrEnum):
    """What length is counted in."""

    WORDS = "words"
    CHARACTERS = "characters"


class LengthParameters(Parameters):
    """The unit, and bounds; with a bound the score says whether the answer keeps within them."""

    unit: Unit = Unit.WORDS
    least: int | None = Field(None, ge=0)
    most: int | None = Field(None, ge=0)


class Length(Kind[LengthParameters]):
    """Counts, and knows nothing of meaning."""

    name = "length"
    title = "Length"
    summary = "How many words or characters the answer has; with bounds, whether it keeps within them."
    parameters_type = LengthParameters

    def judge(self, subject: Subject) -> Outcome:
        if not subject.answer:
            return NotApplicable("There is no answer.")
        asked = self.parameters
        length = len(subject.answer.split()) if asked.unit is Unit.WORDS else len(subject.answer)
        reasoning = f"The answer has {length} {asked.unit}."
        if asked.least is None and asked.most is None:
            return Verdict(value=float(length), reasoning=reasoning)
        fits = (asked.least or 0) <= length and (asked.most is None or length <= asked.most)
        return Verdict(value=fits, reasoning=reasoning)
