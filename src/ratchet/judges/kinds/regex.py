"""Regex: whether a pattern is found in the answer."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject
from ratchet.text import patterns

Pattern = Annotated[
    str, StringConstraints(min_length=1, max_length=patterns.LENGTH_MAX), AfterValidator(patterns.check_pattern)
]


class RegexParameters(Parameters):
    """The pattern, and whether it is to be found or to be absent."""

    pattern: Pattern = Field(description="A regular expression without look-around and back-references.")
    wanted: bool = True


class Regex(Kind[RegexParameters]):
    """Searches in linear time: no pattern can hang a judge."""

    name = "regex"
    title = "Pattern"
    summary = "Whether a regular expression is found in the answer, or is absent from it."
    parameters_type = RegexParameters
    rests_on = (patterns,)

    def judge(self, subject: Subject) -> Outcome:
        if not subject.answer:
            return NotApplicable("There is no answer.")
        is_found = patterns.matches(self.parameters.pattern, subject.answer)
        reasoning = f"The pattern is {'' if is_found else 'not '}found."
        return Verdict(value=is_found is self.parameters.wanted, reasoning=reasoning)
