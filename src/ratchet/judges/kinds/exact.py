"""Exact: whether the answer is the reference."""

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject
from ratchet.text import words


class ExactParameters(Parameters):
    """What to expect, where the subject brings no reference of its own; and how exact exact is."""

    expected: str | None = None
    ignore_form: bool = True
    """Whether case, spacing and punctuation may differ."""


class Exact(Kind[ExactParameters]):
    """Compares values, else texts."""

    name = "exact"
    title = "Exact match"
    summary = "Whether the answer is the reference; case, spacing and punctuation may differ unless they matter."
    parameters_type = ExactParameters
    rests_on = (words,)

    def judge(self, subject: Subject) -> Outcome:
        expected = self.parameters.expected if self.parameters.expected is not None else subject.reference
        if not expected:
            return NotApplicable("There is no reference to compare with.")
        is_same = self._is_same(subject, expected)
        return Verdict(value=is_same, reasoning=f"The answer is {'' if is_same else 'not '}the reference.")

    def _is_same(self, subject: Subject, expected: str) -> bool:
        if self.parameters.expected is None and subject.output == subject.expected_output:
            return True
        if self.parameters.ignore_form:
            # What consists of signs alone has no words to compare.
            return (words.normalise(subject.answer) or subject.answer) == (words.normalise(expected) or expected)
        return subject.answer == expected
