"""What is kept together when a dataset is split, and what is split each by itself."""

import numpy as np

from ratchet.domain.export import Group
from ratchet.export.selection import Selection
from ratchet.store.events import EventStore
from ratchet.store.events.client import ArrowTable
from ratchet.store.events.export_groups import read_groups


def find_strata(selection: Selection) -> np.ndarray:
    """A number for each query type."""
    return selection.types.dictionary_encode().indices.to_numpy()


def find_groups(events: EventStore, selection: Selection, group: Group) -> np.ndarray:
    """A number for each session, user or document; an item of none is a group of its own."""
    groups: ArrowTable = read_groups(events, selection.query, group)
    return groups["group_hash"].to_numpy()
