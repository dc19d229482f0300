"""Contains: whether phrases stand in the answer, or keep out of it."""

from enum import StrEnum

from pydantic import Field

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject


class Need(StrEnum):
    """How many of the phrases have to be there."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


class ContainsParameters(Parameters):
    """Phrases, or none for the reference as a phrase."""

    phrases: tuple[str, ...] = Field((), max_length=200)
    need: Need = Need.ALL
    ignore_case: bool = True


class Contains(Kind[ContainsParameters]):
    """Looks for phrases as they are written."""

    name = "contains"
    title = "Contains"
    summary = (
        "Whether all, any or none of some phrases stand in the answer; without phrases, whether the reference does."
    )
    parameters_type = ContainsParameters

    def judge(self, subject: Subject) -> Outcome:
        phrases = [phrase for phrase in self.parameters.phrases or (subject.reference,) if phrase]
        if not phrases:
            return NotApplicable("There is neither a phrase nor a reference to look for.")
        answer = self._fold(subject.answer)
        found = tuple(phrase for phrase in phrases if self._fold(phrase) in answer)
        missing = [phrase for phrase in phrases if phrase not in found]
        reasoning = f"Found: {', '.join(found) or 'nothing'}. Missing: {', '.join(missing) or 'nothing'}."
        return Verdict(value=self._is_met(len(found), len(phrases)), reasoning=reasoning, evidence=found)

    def _fold(self, text: str) -> str:
        return text.casefold() if self.parameters.ignore_case else text

    def _is_met(self, found: int, wanted: int) -> bool:
        match self.parameters.need:
            case Need.ALL:
                return found == wanted
            case Need.ANY:
                return found > 0
            case Need.NONE:
                return found == 0
