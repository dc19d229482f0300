"""The examples of a dataset as they were at one moment, best first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from ratchet.datasets.facts import read_facts
from ratchet.domain.dataset import Dataset
from ratchet.domain.few_shot import Example
from ratchet.sdk.few_shot.detection import detect_query_type
from ratchet.sdk.few_shot.stock import EXAMPLES_MAX, LENGTH_MAX
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import read_items_as_of
from ratchet.store.events.few_shot_examples import ExampleKey, Stamp
from ratchet.text.words import fingerprint

__all__ = ["EMPTY", "EXAMPLES_MAX", "SIZE_BYTES_MAX", "Entry", "Pool", "load_pool"]

SIZE_BYTES_MAX = 16 * 2**20
"""Of queries and responses in a pool, in UTF-8."""
_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Entry:
    """An example, which version of the item it is, and what its query has in common with others that say the same."""

    example: Example
    version: int
    fingerprint: str

    @property
    def size_bytes(self) -> int:
        """How long its texts are in UTF-8."""
        texts = (self.example.query, self.example.response)
        return sum(len(text.encode(errors="surrogatepass")) for text in texts)


@dataclass(frozen=True, slots=True)
class Pool:
    """Examples, best first; `places` are the positions of those of each query type.

    `stamp` says of which state of the dataset, and `version` is another whenever anything in it is; one that is not
    whole has only the best of them yet. `unfit` are versions of items that are no examples;
    `size_bytes` is how long all texts are in UTF-8.
    """

    stamp: Stamp
    version: str
    entries: Sequence[Entry]
    places: Mapping[str, NDArray[np.intp]]
    is_whole: bool
    unfit: frozenset[tuple[str, int]] = frozenset()
    size_bytes: int = 0

    def of_type(self, query_type: str) -> NDArray[np.intp]:
        """The positions of the examples of a query type, the best first."""
        return self.places.get(query_type, _NONE)


_NONE = np.empty(0, np.intp)


EMPTY = Pool(Stamp(), "", (), {}, is_whole=False)


def load_pool(
    events: EventStore,
    dataset: Dataset,
    stamp: Stamp,
    keys: Sequence[ExampleKey],
    known: Pool,
    *,
    is_whole: bool,
    size_bytes_max: int = SIZE_BYTES_MAX,
) -> Pool:
    """The pool of these items; of what is in a known pool in the same version, nothing is read again.

    An item that has no question or no answer, neither itself nor in its trace, is no example, nor one that is too long.
    What comes after `size_bytes_max` of text is left out.
    """
    at_hand = {(entry.example.id, entry.version): entry for entry in known.entries}
    entries: list[Entry] = []
    unfit: set[tuple[str, int]] = set()
    size_bytes = 0
    for key, entry in _walk(events, dataset, keys, at_hand, known.unfit):
        if entry is None:
            unfit.add(key.place)
            continue
        if size_bytes + entry.size_bytes > size_bytes_max:
            break
        size_bytes += entry.size_bytes
        entries.append(_with_score(entry, key))
    return Pool(stamp, _to_version(entries), entries, _to_places(entries), is_whole, frozenset(unfit), size_bytes)


def _walk(
    events: EventStore,
    dataset: Dataset,
    keys: Sequence[ExampleKey],
    at_hand: Mapping[tuple[str, int], Entry],
    unfit: Collection[tuple[str, int]],
) -> Iterator[tuple[ExampleKey, Entry | None]]:
    """Each key with its entry, None if it is no example; whole items are at hand for a few of them at a time."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        missing = [key for key in some if key.place not in at_hand and key.place not in unfit]
        read = _read(events, dataset, missing) if missing else {}
        for key in some:
            yield key, at_hand.get(key.place) or read.get(key.place)


def _to_places(entries: Sequence[Entry]) -> Mapping[str, NDArray[np.intp]]:
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        places.setdefault(entry.example.query_type, []).append(place)
    return {name: np.array(some, np.intp) for name, some in places.items()}


def _to_version(entries: Sequence[Entry]) -> str:
    whole = sha256()
    for entry in entries:
        example = entry.example
        whole.update(f"{example.reference}\0{entry.version}\0{example.score}\0{example.query_type}\n".encode())
    return whole.hexdigest()


def _read(events: EventStore, dataset: Dataset, keys: Sequence[ExampleKey]) -> dict[tuple[str, int], Entry]:
    of_key = {key.place: key for key in keys}
    items = list(read_items_as_of(events, dataset.project_id, of_key).values())
    entries: dict[tuple[str, int], Entry] = {}
    for item, facts in zip(items, read_facts(events, dataset.project_id, items, ()), strict=True):
        query, response = facts.query, facts.response
        if query and response and len(query) + len(response) <= LENGTH_MAX:
            key = of_key[item.id, item.version]
            example = Example(
                id=item.id,
                query=query,
                response=response,
                score=key.score,
                query_type=key.query_type or detect_query_type(query),
                dataset=dataset.name,
                trace_id=key.trace_id or None,
            )
            entries[item.id, item.version] = Entry(example, item.version, fingerprint(query))
    return entries


def _with_score(entry: Entry, key: ExampleKey) -> Entry:
    """The entry with the score that the item has now, which may be of its trace and change without the item."""
    if entry.example.score == key.score:
        return entry
    return replace(entry, example=replace(entry.example, score=key.score))
