"""Ranking the sentences of sources by how well they fit a question: by the words in common."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twin.answering.brief import Brief
from twin.retrieval.words import to_sentences, to_stems

_TITLE = 0.3
_HINT = 0.5
_ALIKE_MIN = 0.6
_NUMBER = 1.3
_REPEATED = 0.2
_LATER_SOURCE = 0.2
_WORDS_USUAL = 8
_WORDS_MIN = 3
_WANTS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|often|far|hot|warm|heavy|old|big)\b|\bwhen\b|\bwhat (?:does|do) .* cost", re.I
)
_HAS_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|half|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_LEAD = 0.1
_PLEASANTRIES = frozenset(
    to_stems("hello hi hey good morning afternoon evening today nice meet thank well bye talking")
)
_MARK = re.compile(r"\s*\[[^\[\]\n]+\]")


class Sentence(NamedTuple):
    """A sentence, where it stands, and how well it fits."""

    source: int
    place: int
    id: str
    text: str
    score: float = 0.0


_NOBODY = Sentence(0, 0, "", "")


def rank(brief: Brief) -> list[Sentence]:
    """All sentences of the sources that have anything to do with the question, the best first; each text once."""
    passages = [to_sentences(source.text) for source in brief.sources]
    rarity = _to_rarity([frozenset(to_stems(sentence)) for passage in passages for sentence in passage])
    asked = _to_asked(brief)
    weights = _weigh_words(brief, asked)
    ranked: dict[str, Sentence] = {}
    for number, (source, passage) in enumerate(zip(brief.sources, passages, strict=True)):
        title = _TITLE * _overlap(source.title, weights, rarity)
        for place, text in enumerate(passage):
            fit = _overlap(text, weights, rarity) + title if asked else _LEAD / (1 + place)
            score = fit / (1 + _LATER_SOURCE * number) * _adjust(text, brief)
            if score > ranked.get(text, _NOBODY).score:
                ranked[text] = Sentence(number, place, source.id, text, score)
    return sorted(ranked.values(), key=lambda one: -one.score)


def is_covered(brief: Brief, least: float) -> bool:
    """Whether some source holds this share of the question's words, weighed by what they tell; unknown ones most."""
    asked = _to_asked(brief)
    held = [asked & frozenset(to_stems(f"{source.title} {source.text}")) for source in brief.sources]
    if not asked or not held:
        return bool(held)
    rarity = {stem: math.log(2 + len(held) / (1 + sum(stem in one for one in held))) for stem in asked}
    most = max(sum(rarity[stem] for stem in one) for one in held)
    return most / sum(rarity.values()) >= least


def _to_asked(brief: Brief) -> frozenset[str]:
    """The words that the question turns on; of a greeting there are none: a source is quoted from its start."""
    return frozenset(to_stems(brief.question)) - _PLEASANTRIES


def _adjust(text: str, brief: Brief) -> float:
    if text.endswith("?") or len(text.split()) < _WORDS_MIN:
        return 0.0
    factor = _NUMBER if _WANTS_NUMBER.search(brief.question) and _HAS_NUMBER.search(text) else 1.0
    return factor * (_REPEATED if any(text.rstrip(".!?") in said for said in brief.said_before) else 1.0)


def _overlap(text: str, weights: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    stems = frozenset(to_stems(text))
    held = sum(weights[stem] * rarity.get(stem, 1.0) for stem in stems if stem in weights)
    return held / math.sqrt(_WORDS_USUAL + len(stems))


def _weigh_words(brief: Brief, asked: frozenset[str]) -> Mapping[str, float]:
    """The question's words, and as hints those of answers that examples give to questions like it."""
    weights: dict[str, float] = {}
    for example in brief.examples:
        likeness = len(asked & frozenset(to_stems(example.question))) / max(1, len(asked))
        if likeness < _ALIKE_MIN:
            continue
        for stem in to_stems(_MARK.sub("", example.answer)):
            weights[stem] = max(weights.get(stem, 0.0), _HINT * likeness)
    return {**weights, **dict.fromkeys(asked, 1.0)}


def _to_rarity(sentences: Sequence[frozenset[str]]) -> Mapping[str, float]:
    holding = Counter(stem for one in sentences for stem in one)
    return {stem: math.log(1 + len(sentences) / count) for stem, count in holding.items()}
