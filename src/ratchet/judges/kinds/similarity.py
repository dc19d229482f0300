"""Similarity: how many of the answer's words are the reference's, in any order or in the same one."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject
from ratchet.text import overlap, words
from ratchet.text.overlap import Overlap

# A longest common subsequence takes as long as the two lengths multiplied.
LENGTH_MAX = 50_000


class Measure(StrEnum):
    """How words in common are counted."""

    TOKEN_F1 = "token_f1"  # noqa: S105 words, not a password
    ROUGE_L = "rouge_l"


class Part(StrEnum):
    """Which of the three numbers is the score."""

    F1 = "f1"
    PRECISION = "precision"
    RECALL = "recall"


_MEASURES: Mapping[Measure, Callable[[str, str], Overlap]] = {
    Measure.TOKEN_F1: overlap.token_f1,
    Measure.ROUGE_L: overlap.rouge_l,
}


class SimilarityParameters(Parameters):
    """The measure, and which of its numbers counts."""

    measure: Measure = Measure.TOKEN_F1
    part: Part = Part.F1


class Similarity(Kind[SimilarityParameters]):
    """Sees words alone: the same said in others is unlike."""

    name = "similarity"
    title = "Similarity to the reference, by words"
    summary = "How many words the answer shares with the reference, from 0 to 1: token F1, or ROUGE-L for their order."
    parameters_type = SimilarityParameters
    rests_on = (overlap, words)

    def judge(self, subject: Subject) -> Outcome:
        if not subject.reference:
            return NotApplicable("There is no reference to compare with.")
        measure = _MEASURES[self.parameters.measure]
        found = measure(subject.answer[:LENGTH_MAX], subject.reference[:LENGTH_MAX])
        reasoning = (
            f"{found.precision:.0%} of the answer's words are in the reference, "
            f"{found.recall:.0%} of the reference's in the answer."
        )
        return Verdict(value=getattr(found, self.parameters.part), reasoning=reasoning)
