"""Groundedness: the share of the answer's claims that its sources support, and of its citations that bear them out."""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import Field

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Source, Subject
from ratchet.text import citations, refusals, sentences, support, words
from ratchet.text.citations import drop_citations, find_citations
from ratchet.text.refusals import is_refusal
from ratchet.text.sentences import to_claims
from ratchet.text.support import Library, Support

CLAIMS_MAX = 100
SOURCES_LENGTH_MAX = 200_000
_QUOTED = 3


class GroundednessParameters(Parameters):
    """The share of a claim's words that a source must hold to support it; and the language, for stems of words."""

    support: float = Field(0.6, gt=0, le=1)
    language: str = Field("en", min_length=2, max_length=8)


class _Checked(NamedTuple):
    claim: str
    found: Support
    citations: int
    citations_supported: int


class Groundedness(Kind[GroundednessParameters]):
    """Compares words, numbers and denials: misses what is said in other words, passes what twists the same ones."""

    name = "groundedness"
    title = "Groundedness, by words"
    summary = (
        "The share of the answer's claims whose words and numbers its sources hold, from 0 to 1; no model is asked."
    )
    parameters_type = GroundednessParameters
    rests_on = (citations, refusals, sentences, support, words)

    def judge(self, subject: Subject) -> Outcome:
        if not subject.sources:
            return NotApplicable("There are no sources.")
        names = frozenset(source.id for source in subject.sources if source.id)
        claims = [claim for claim in to_claims(subject.answer, self.parameters.language) if not is_refusal(claim)]
        if not claims:
            return NotApplicable("The answer claims nothing.")
        library = self._open(subject.sources)
        checked = [_check(claim, names, subject.sources, library) for claim in claims[:CLAIMS_MAX]]
        return tuple(verdict for verdict in (_of_claims(checked), _of_citations(checked)) if verdict is not None)

    def _open(self, sources: Sequence[Source]) -> Library:
        return Library(_within_bounds(sources), needed=self.parameters.support, language=self.parameters.language)


def _check(claim: str, names: frozenset[str], sources: Sequence[Source], library: Library) -> _Checked:
    plain = drop_citations(claim, names)
    cited = [name for citation in find_citations(claim, names) for name in citation.names]
    held = sum(library.find_support(plain, _places_of(name, sources)).is_enough for name in cited)
    return _Checked(plain.strip(), library.find_support(plain), len(cited), held)


def _within_bounds(sources: Sequence[Source]) -> list[str]:
    texts: list[str] = []
    left = SOURCES_LENGTH_MAX
    for source in sources:
        texts.append(source.text[:left])
        left -= len(texts[-1])
    return texts


def _places_of(name: str, sources: Sequence[Source]) -> list[int]:
    """Which source a citation means: the one of that id, else for a number the one at that place, from 1."""
    named = [place for place, source in enumerate(sources) if source.id == name]
    if named or not name.isdigit():
        return named
    return [int(name) - 1] if 1 <= int(name) <= len(sources) else []


def _of_claims(checked: Sequence[_Checked]) -> Verdict:
    unsupported = [one for one in checked if not one.found.is_enough]
    held = len(checked) - len(unsupported)
    said = [f"{held} of {len(checked)} claims are supported by the sources."]
    said += [f"Not supported: “{one.claim}”{_why(one.found)}" for one in unsupported[:_QUOTED]]
    return Verdict(
        value=held / len(checked), reasoning=" ".join(said), evidence=tuple(one.claim for one in unsupported[:_QUOTED])
    )


def _of_citations(checked: Sequence[_Checked]) -> Verdict | None:
    cited, held = sum(one.citations for one in checked), sum(one.citations_supported for one in checked)
    if not cited:
        return None
    wrong = tuple(one.claim for one in checked if one.citations_supported < one.citations)[:_QUOTED]
    reasoning = f"{held} of {cited} citations point at a source that says so."
    return Verdict(name="citation_support", value=held / cited, reasoning=reasoning, evidence=wrong)


def _why(found: Support) -> str:
    if found.source < 0:
        return ": no source has a word of it."
    return (
        f": {found.objection}." if found.objection else f": the closest passage holds {found.share:.0%} of its words."
    )
