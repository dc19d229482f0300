"""Whether sources say what a claim says, by their words: the stems in common, the numbers, and what is denied."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ratchet.text.sentences import to_sentences
from ratchet.text.words import to_content_stems, to_words

# A claim often puts together what a source says in a few sentences around the one that is most like it.
REACH = 2
_CLOSEST = 8
_NEGATIONS = frozenset({"not", "no", "never", "none", "nobody", "nothing", "cannot", "neither", "nor", "without"})
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class Support(NamedTuple):
    """The sentences of a source that come closest to a claim, and the share of the claim's words that they hold.

    `source` is the place of the source, -1 when nothing has a word in common; `objection` says what speaks against it.
    `is_enough` says that nothing does, and that the share is what is needed.
    """

    share: float
    passage: str = ""
    source: int = -1
    objection: str = ""
    is_enough: bool = False


class _Said(NamedTuple):
    """What counts in a claim or a sentence."""

    text: str
    stems: frozenset[str]
    numbers: frozenset[str]
    is_denial: bool


class _Sentence(NamedTuple):
    source: int
    said: _Said


class Library:
    """Sources, ready to be asked about many claims; `needed` is the share of its words that supports one."""

    def __init__(self, sources: Sequence[str], *, needed: float, language: str = "en") -> None:
        self._needed = needed
        self._language = language
        self._sentences = [
            _Sentence(place, self._read(sentence))
            for place, text in enumerate(sources)
            for sentence in to_sentences(text, language)
        ]
        self._places: dict[str, list[int]] = {}
        for place, sentence in enumerate(self._sentences):
            for stem in sentence.said.stems:
                self._places.setdefault(stem, []).append(place)

    def find_support(self, claim: str, among: Iterable[int] | None = None) -> Support:
        """What comes closest to a claim, in all sources or `among` some of them; what supports it before all else."""
        claimed = self._read(claim)
        cores = self._find_closest(claimed.stems, among)
        weighed = (self._weigh(claimed, passage) for core in cores for passage in self._passages(core))
        # Of equals the shortest passage is the one to quote.
        return max(weighed, key=lambda found: (found.is_enough, found.share, -len(found.passage)), default=Support(0.0))

    def _find_closest(self, stems: frozenset[str], among: Iterable[int] | None) -> list[int]:
        shared = Counter(place for stem in stems for place in self._places.get(stem, ()))
        if among is not None:
            allowed = frozenset(among)
            shared = Counter({place: shared[place] for place in shared if self._sentences[place].source in allowed})
        return [place for place, _ in shared.most_common(_CLOSEST)]

    def _weigh(self, claimed: _Said, passage: Sequence[_Sentence]) -> Support:
        said = [sentence.said for sentence in passage]
        held = claimed.stems & frozenset[str]().union(*(sentence.stems for sentence in said))
        share = len(held) / len(claimed.stems)
        objection = _find_objection(claimed, said)
        text = " ".join(sentence.text for sentence in said)
        return Support(share, text, passage[0].source, objection, share >= self._needed and not objection)

    def _passages(self, core: int) -> Iterator[Sequence[_Sentence]]:
        """A sentence alone, and with those of its source before or after it."""
        source = self._sentences[core].source
        for start, end in ((core, core + 1), (core, core + 1 + REACH), (core - REACH, core + 1), (core - 1, core + 2)):
            yield [one for one in self._sentences[max(0, start) : end] if one.source == source]

    def _read(self, text: str) -> _Said:
        stems = frozenset(to_content_stems(text, self._language)) - _NEGATIONS
        return _Said(text, stems, to_numbers(text), is_denial(text))


def _find_objection(claimed: _Said, passage: Sequence[_Said]) -> str:
    if missing := sorted(claimed.numbers.difference(*(sentence.numbers for sentence in passage))):
        return f"{', '.join(missing)} is not there"
    closest = max(passage, key=lambda sentence: len(claimed.stems & sentence.stems))
    return "one of the two denies it" if claimed.is_denial != closest.is_denial else ""


def to_numbers(text: str) -> frozenset[str]:
    """The numbers in a text, without separators of thousands."""
    return frozenset(word for word in to_words(_THOUSANDS.sub("", text)) if word[0].isdigit())


def is_denial(text: str) -> bool:
    """Whether a text says that something is not so."""
    return any(word in _NEGATIONS or word.endswith("n't") for word in to_words(text))
