"""Ranking the sentences of sources by how well they fit a question: by the words in common, and what stands around."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twin.answering.brief import Brief
from twin.retrieval.words import to_sentences, to_stems

_TITLE = 0.3
_NEIGHBOUR = 0.25
_HINT = 0.5
_NUMBER = 1.3
_REPEATED = 0.2
_LATER_SOURCE = 0.2
_WORDS_USUAL = 8
_WANTS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|often|far|hot|warm|heavy|old|big)\b|\bwhen\b|\bwhat (?:does|do) .* cost", re.I
)
_HAS_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|half|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*\[[^\[\]\n]+\]")


class Sentence(NamedTuple):
    """A sentence, where it stands, and how well it fits."""

    source: int
    place: int
    id: str
    text: str
    score: float = 0.0


def rank(brief: Brief) -> list[Sentence]:
    """All sentences of the sources that have anything to do with the question, the best first; each text once."""
    passages = [to_sentences(source.text) for source in brief.sources]
    stems = [[frozenset(to_stems(sentence)) for sentence in passage] for passage in passages]
    rarity = _to_rarity([one for passage in stems for one in passage])
    weights = _weigh_words(brief)
    ranked: dict[str, Sentence] = {}
    for number, source in enumerate(brief.sources):
        own = [_overlap(one, weights, rarity) for one in stems[number]]
        title = _overlap(frozenset(to_stems(source.title)), weights, rarity)
        for place, text in enumerate(passages[number]):
            score = _fit(own, place, title) / (1 + _LATER_SOURCE * number) * _adjust(text, brief)
            if score > ranked.get(text, Sentence(0, 0, "", "")).score:
                ranked[text] = Sentence(number, place, source.id, text, score)
    return sorted(ranked.values(), key=lambda one: -one.score)


def is_covered(brief: Brief, least: float) -> bool:
    """Whether some source holds this share of the question's words, weighed by what they tell; unknown ones most."""
    asked = frozenset(to_stems(brief.question))
    held = [asked & frozenset(to_stems(f"{source.title} {source.text}")) for source in brief.sources]
    if not asked or not held:
        return bool(held)
    rarity = {stem: math.log(2 + len(held) / (1 + sum(stem in one for one in held))) for stem in asked}
    most = max(sum(rarity[stem] for stem in one) for one in held)
    return most / sum(rarity.values()) >= least


def _fit(own: Sequence[float], place: int, title: float) -> float:
    """What a sentence has itself, and some of what its neighbours and its title have."""
    around = sum(own[max(0, place - 1) : place]) + sum(own[place + 1 : place + 2])
    return own[place] + _NEIGHBOUR * around + _TITLE * title


def _adjust(text: str, brief: Brief) -> float:
    factor = _NUMBER if _WANTS_NUMBER.search(brief.question) and _HAS_NUMBER.search(text) else 1.0
    return factor * (_REPEATED if any(text.rstrip(".!?") in said for said in brief.said_before) else 1.0)


def _overlap(stems: frozenset[str], weights: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    held = sum(weights[stem] * rarity.get(stem, 1.0) for stem in stems if stem in weights)
    return held / math.sqrt(_WORDS_USUAL + len(stems))


def _weigh_words(brief: Brief) -> Mapping[str, float]:
    """The question's words, and as hints those of answers that examples give to questions like it."""
    asked = frozenset(to_stems(brief.question))
    weights: dict[str, float] = {}
    for example in brief.examples:
        likeness = len(asked & frozenset(to_stems(example.question))) / max(1, len(asked))
        for stem in to_stems(_MARK.sub("", example.answer)):
            weights[stem] = max(weights.get(stem, 0.0), _HINT * likeness)
    return {**weights, **dict.fromkeys(asked, 1.0)}


def _to_rarity(sentences: Sequence[frozenset[str]]) -> Mapping[str, float]:
    holding = Counter(stem for one in sentences for stem in one)
    return {stem: math.log(1 + len(sentences) / count) for stem, count in holding.items()}
