"""Refusal: whether the answer declines to answer."""

from pydantic import Field

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject
from ratchet.text import refusals


class RefusalParameters(Parameters):
    """How far from its start an answer is read: later on, such phrases are mostly quotations."""

    sentences: int = Field(3, ge=1, le=50)


class Refusal(Kind[RefusalParameters]):
    """Knows the phrases in which models decline in English, and no others."""

    name = "refusal"
    title = "Refusal"
    summary = "Whether the answer begins by declining, or by saying that it does not know: by its phrases, in English."
    parameters_type = RefusalParameters
    rests_on = (refusals,)

    def judge(self, subject: Subject) -> Outcome:
        if not subject.answer:
            return NotApplicable("There is no answer.")
        found = refusals.find_refusal(subject.answer, sentences_max=self.parameters.sentences)
        if not found:
            return Verdict(value=False, reasoning="No phrase that declines.")
        return Verdict(value=True, reasoning="The answer declines.", evidence=(found,))
