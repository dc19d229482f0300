"""Texts that say the same in almost the same words."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from ratchet.text.words import normalise


def find_near_duplicate(text: str, others: Sequence[str], at_least: float = 0.9) -> int | None:
    """The place of the text most like this one, if the two are `at_least` (0 to 1) alike; compared as normalised."""
    plain = [normalise(other) for other in others]
    found = process.extractOne(normalise(text), plain, scorer=fuzz.ratio, score_cutoff=at_least * 100)
    return None if found is None else int(found[2])


def drop_near_duplicates(texts: Sequence[str], at_least: float = 0.9) -> list[int]:
    """The places of the texts that are kept when each must differ from those kept before it."""
    kept: list[int] = []
    seen: list[str] = []
    for place, text in enumerate(texts):
        plain = normalise(text)
        if process.extractOne(plain, seen, scorer=fuzz.ratio, score_cutoff=at_least * 100) is None:
            kept.append(place)
            seen.append(plain)
    return kept
