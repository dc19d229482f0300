"""The other way: what a Ratchet keeps, given to a Langfuse, which a Ratchet is to whom its own routes are hidden."""

from typing import Any

import pytest
from differences import differences
from everything import read_everything, without
from fronts import OWN, front_of

from conftest import Syncing
from ratchet.testing.server import Server

pytestmark = pytest.mark.slow

# Times and ids that a Langfuse gives itself, and what it lets nobody else say.
GIVEN = frozenset(
    {"id", "createdAt", "updatedAt", "lastUpdatedAt", "version", "datasetId", "datasetRunId", "configId"}
    | {"source", "authorUserId", "queueId", "quality", "latency"}
)


def comparable(everything: dict[str, Any]) -> dict[str, Any]:
    """What is to be the same there, in an order that does not depend on when it came."""
    kinds = ("score-configs", "models", "datasets", "scores", "comments")
    found = {kind: sorted(map(repr, without(everything[kind], GIVEN))) for kind in kinds}
    items = sorted(everything["items"], key=lambda item: item["id"])
    return {
        **found,
        "items": [(item["id"], without(item, GIVEN)) for item in items],
        "observations": {
            span["id"]: without(span, GIVEN)
            for trace in everything["traces"].values()
            if trace["name"] != "agent"  # where a span came from is a part of its metadata there
            for span in trace["observations"]
        },
    }


def test_what_a_langfuse_can_take_is_there_afterwards(
    syncing: Syncing, destination: Server, original: dict[str, Any]
) -> None:
    with front_of(destination, hidden=OWN) as url:
        code, printed = syncing.run("--to", url)
    assert "support/answer #1" in printed  # the fifth version became the fourth, and that is said
    assert code == 1, printed
    copied = read_everything(destination)
    assert list(differences(comparable(original), comparable(copied)))[:20] == []
    assert copied["traces"].keys() == original["traces"].keys()
