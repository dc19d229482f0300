"""Syncs with servers that have fewer routes than a Ratchet, as each version of Langfuse has, and are busy at times."""

from typing import Any

import pytest
from differences import differences
from everything import read_everything, without
from fronts import LEGACY, OWN, RUNS, front_of

from conftest import Syncing
from ratchet.testing.server import Server

pytestmark = pytest.mark.slow


def test_a_source_that_shows_observations_only_is_read_through_them(
    syncing: Syncing, source: Server, destination: Server, original: dict[str, Any]
) -> None:
    with front_of(source, hidden=(*LEGACY, RUNS, *OWN), busy_every=7) as url:
        code, printed = syncing.run("--from", url)
    assert code == 0, printed
    copied = read_everything(destination)
    assert copied["traces"].keys() == original["traces"].keys() - {"picture"}  # it has no observations
    assert spans_of(copied) == spans_of(original)
    assert list(differences(original["scores"], copied["scores"])) == []
    assert [run["id"] for run, _ in copied["runs"]] == [run["id"] for run, _ in original["runs"]]
    assert list(differences(names_of(original), names_of(copied))) == []


def names_of(everything: dict[str, Any]) -> dict[str, Any]:
    """What spans say of their traces."""
    names = ("name", "userId", "sessionId", "release")
    return {
        trace_id: [trace[name] for name in names]
        for trace_id, trace in everything["traces"].items()
        if trace_id != "picture"
    }


def spans_of(everything: dict[str, Any]) -> dict[str, Any]:
    return {
        span["id"]: without(span, frozenset({"createdAt", "updatedAt"}))
        for trace in everything["traces"].values()
        for span in trace["observations"]
    }
