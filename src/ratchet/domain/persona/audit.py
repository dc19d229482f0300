"""An audit: what is found of each clause of a persona in one answer, and the scores that it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from ratchet.domain.persona.clause import Aspect, Clause

OVERALL = "persona_overall"
STRUCTURE_POLICY = "persona_structure_policy"
VOICE_FIDELITY = "persona_voice_fidelity"
REWRITES = "rewrite_count"

CHECK, MODEL = "check", "model"
"""Who found it."""

_TOLD_MAX = 5


class Standing(StrEnum):
    """How an answer stands to a clause."""

    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    NOT_APPLICABLE = "not_applicable"
    UNJUDGED = "unjudged"


WORTH = {Standing.KEPT: 1.0, Standing.PARTLY: 0.5, Standing.BROKEN: 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one clause; `quotes` are words of the answer, `by` is who found it: a check or a model."""

    clause: Clause
    standing: Standing
    reason: str = ""
    quotes: tuple[str, ...] = ()
    by: str = ""

    @property
    def is_fault(self) -> bool:
        return self.standing in (Standing.BROKEN, Standing.PARTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was found of every clause. Scores are from 0 to 1, `None` where no clause of their kind was judged.

    `unjudged_why` says why clauses that need a reader were left out: they count neither for nor against.
    """

    findings: tuple[Finding, ...] = ()
    unjudged_why: str = ""

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The clauses that are broken, wholly or partly."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def unjudged(self) -> tuple[Finding, ...]:
        """The clauses that nobody has judged."""
        return tuple(finding for finding in self.findings if finding.standing is Standing.UNJUDGED)

    @property
    def structure_policy(self) -> float | None:
        """The mean over the clauses on structure and policy."""
        return _mean(self.of_aspects(Aspect.STRUCTURE, Aspect.POLICY))

    @property
    def voice_fidelity(self) -> float | None:
        """The mean over the clauses on voice."""
        return _mean(self.of_aspects(Aspect.VOICE))

    @property
    def overall(self) -> float | None:
        """The mean of the two; where one was not judged, the other."""
        judged = [score for score in (self.structure_policy, self.voice_fidelity) if score is not None]
        return fmean(judged) if judged else None

    @property
    def scores(self) -> dict[str, float | None]:
        """The three scores by the names they are stored under."""
        return {
            OVERALL: self.overall,
            STRUCTURE_POLICY: self.structure_policy,
            VOICE_FIDELITY: self.voice_fidelity,
        }

    @property
    def advice(self) -> str:
        """What to mend, a line for each broken clause: for the prompt of a rewrite."""
        return "\n".join(f"- {fault.clause.text} ({fault.reason or fault.standing})" for fault in self.broken)

    def of_aspects(self, *aspects: Aspect) -> tuple[Finding, ...]:
        """The findings that say something, of clauses on these aspects."""
        return tuple(one for one in self.findings if one.standing in WORTH and one.clause.aspect in aspects)


def tell(findings: Iterable[Finding]) -> str:
    """What was found, in words: how many clauses are kept, and which are not and why."""
    said = [finding for finding in findings if finding.standing in WORTH]
    faults = [finding for finding in said if finding.is_fault]
    told = [f"{len(said) - len(faults)} of {len(said)} clauses are kept."]
    told += [_tell_fault(fault) for fault in faults[:_TOLD_MAX]]
    if len(faults) > _TOLD_MAX:
        told.append(f"And {len(faults) - _TOLD_MAX} more.")
    return " ".join(told)


def _tell_fault(fault: Finding) -> str:
    return f"{fault.standing.capitalize()}: “{fault.clause.text}” {fault.reason}".strip()


def _mean(findings: Iterable[Finding]) -> float | None:
    worth = [WORTH[finding.standing] for finding in findings]
    return fmean(worth) if worth else None
