"""Which items a run takes, and in which order: the same for the same seed, whatever else is in the dataset."""

import hashlib
from collections.abc import Collection, Iterable, Iterator

from ratchet.store.events.answers import AnswerPlace


def draw_items(item_ids: Collection[str], *, seed: int, sample_size: int | None = None) -> list[str]:
    """A random sample, or all of them in a random order.

    An item's lot rests on its id and the seed alone, so two runs of a growing dataset have most of a sample in common.
    """
    drawn = sorted(item_ids, key=lambda item_id: _lot(seed, item_id))
    return drawn if sample_size is None else drawn[:sample_size]


def places_of(item_ids: Iterable[str], repeats: int) -> Iterator[AnswerPlace]:
    """Every answer to come: all items once, then all of them again, so that a run that ends early has seen most."""
    drawn = list(item_ids)
    return (AnswerPlace(item_id, repeat) for repeat in range(repeats) for item_id in drawn)


def _lot(seed: int, item_id: str) -> bytes:
    return hashlib.blake2b(f"{seed}:{item_id}".encode(), digest_size=16).digest()
