"""Answering without a language model: the sentences of the prompt's sources that fit the question, in its form.

It understands nothing. It reads in the prompt what `Brief` says, ranks sentences by the words that they share with
the question (and with examples of answers to questions like it), and quotes the best. The same prompt gives the same
answer.
"""

import asyncio
import math
import re
from collections.abc import Sequence
from statistics import median_low

from twin.answering.brief import Brief, read_brief
from twin.answering.model import Completion, Message, OnText
from twin.answering.ranking import Sentence, is_covered, rank
from twin.retrieval.words import to_sentences

SENTENCES_USUAL = 4
# Of the question's words, weighed by how much they tell, one source holds at least this share.
_COVERED_MIN = 0.34
# A sentence that fits far worse than the best is padding, which has to be asked for.
_OF_BEST_MIN = 0.5
_MARK = re.compile(r"\s*\[[^\[\]\n]+\]")
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+")


class ExtractiveModel:
    """No language model; see the module."""

    name = "extractive"

    async def complete(self, messages: Sequence[Message], on_text: OnText | None = None) -> Completion:
        """The answer that the prompt's sources hold."""
        text = compose(read_brief(messages))
        if on_text is not None:
            for piece in re.findall(r"\S+\s*", text):
                on_text(piece)
                await asyncio.sleep(0)  # whoever reads the stream gets it piece by piece
        return Completion(text=text, model=self.name)


def compose(brief: Brief) -> str:
    """An answer, in the form that the brief asks for."""
    chosen = _choose(brief)
    if not chosen:
        return brief.unknown
    said = [_write(one, brief) for one in chosen]
    if brief.steps_max is not None:
        body = "\n".join(f"{number}. {text}" for number, text in enumerate(said, 1))
        return f"{brief.opening}\n{body}" if brief.opening else body
    return " ".join((*([brief.opening] if brief.opening else []), *said))


def _choose(brief: Brief) -> list[Sentence]:
    """The sentences that fit best, in the order of their sources, within the lengths that are asked for."""
    ranked = [one for one in rank(brief) if not _is_avoided(one.text, brief.avoided)]
    if not ranked or not is_covered(brief, _COVERED_MIN):
        return []
    fitting = sum(one.score >= _OF_BEST_MIN * ranked[0].score for one in ranked)
    wanted = max(brief.sentences_min, min(fitting, _count_most(brief)))
    kept = _within_words(ranked[:wanted], brief.words_max)
    return sorted(kept, key=lambda one: (one.source, one.place))


def _count_most(brief: Brief) -> int:
    """As many as the examples have, within what the rules allow; without examples, as many as they allow."""
    most = brief.steps_max or brief.sentences_max or SENTENCES_USUAL
    if not brief.examples:
        return most
    return min(most, max(1, median_low([_count_sentences(example.answer) for example in brief.examples])))


def _count_sentences(answer: str) -> int:
    return sum(len(to_sentences(_MARK.sub("", _LIST_MARK.sub("", line)))) for line in answer.splitlines())


def _within_words(ranked: Sequence[Sentence], words_max: int | None) -> list[Sentence]:
    """From the best on, what fits; the best alone always does."""
    kept: list[Sentence] = []
    left = math.inf if words_max is None else words_max
    for one in ranked:
        left -= len(one.text.split()) + 1  # and its citation
        if left < 0 and kept:
            break
        kept.append(one)
    return kept


def _write(one: Sentence, brief: Brief) -> str:
    """The sentence with its source before the full stop, where sources are to be cited."""
    text = one.text.replace("!", ".") if "!" in brief.avoided else one.text
    if not brief.cites:
        return text
    end = text[-1] if text[-1] in ".!?" else "."
    return f"{text.rstrip('.!?')} [{one.id}]{end}"


def _is_avoided(text: str, avoided: Sequence[str]) -> bool:
    words = (phrase for phrase in avoided if phrase != "!")
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) for phrase in words)
