"""How much two texts have in common, by their words: token F1 and ROUGE-L."""

from collections import Counter
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from ratchet.text.words import to_words


class Overlap(NamedTuple):
    """The share of the answer that the reference has too, the share of the reference that is found, and their F1."""

    precision: float
    recall: float
    f1: float


def token_f1(answer: str, reference: str) -> Overlap:
    """Words in common whatever their order, as SQuAD counts them (Rajpurkar et al., 2016)."""
    answered, expected = Counter(to_words(answer)), Counter(to_words(reference))
    return _to_overlap((answered & expected).total(), answered.total(), expected.total())


def rouge_l(answer: str, reference: str) -> Overlap:
    """Words in common in the same order, by their longest common subsequence (Lin, 2004)."""
    answered, expected = to_words(answer), to_words(reference)
    return _to_overlap(LCSseq.similarity(answered, expected), len(answered), len(expected))


def _to_overlap(shared: float, answered: int, expected: int) -> Overlap:
    if not answered and not expected:
        return Overlap(1.0, 1.0, 1.0)
    if not shared:
        return Overlap(0.0, 0.0, 0.0)
    precision, recall = shared / answered, shared / expected
    return Overlap(precision, recall, 2 * precision * recall / (precision + recall))
