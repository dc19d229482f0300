"""What a sync does, in an order in which everything finds what it rests on; and how much there is to do."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from ratchet.langfuse.sync.account import Account, Watch
from ratchet.langfuse.sync.checkpoint import Checkpoint, now
from ratchet.langfuse.sync.configured import (
    API,
    count_versions,
    read_own_models,
    sync_comments,
    sync_models,
    sync_prompts,
    sync_score_configs,
)
from ratchet.langfuse.sync.copying import Destination, Sync
from ratchet.langfuse.sync.datasets import sync_datasets
from ratchet.langfuse.sync.remote import Remote, quoted
from ratchet.langfuse.sync.scores import has_second_version, sync_scores
from ratchet.langfuse.sync.traces import count_traces, sync_traces

PARTS: Mapping[str, Callable[[Sync], None]] = {
    "score-configs": sync_score_configs,
    "models": sync_models,
    "prompts": sync_prompts,
    "traces": sync_traces,
    "datasets": sync_datasets,
    "scores": sync_scores,
    "comments": sync_comments,
}
"""The parts of a sync."""


class Amount(NamedTuple):
    """How much there is of a kind; None where the source does not say."""

    kind: str
    number: int | None


def run_sync(
    source: Remote, destination: Destination, checkpoint: Checkpoint, watch: Watch, parts: Collection[str]
) -> Mapping[str, Account]:
    """Do what the pass that is under way has not done yet; gives an account of each kind."""
    sync = Sync(source, destination, checkpoint, checkpoint.begin(now()), watch)
    for part, do in PARTS.items():
        if part in parts and not checkpoint.is_done(part):
            do(sync)
            checkpoint.finish(part)
    checkpoint.complete()
    return sync.accounts


def count_amounts(source: Remote) -> Iterator[Amount]:
    """How much there is at a source, kind by kind."""
    yield Amount("score-configs", source.count(f"{API}/score-configs"))
    yield Amount("models", sum(1 for _ in read_own_models(source)))
    yield Amount("prompts", count_versions(source))
    yield Amount("traces", count_traces(source))
    names = [dataset["name"] for dataset in source.rows(f"{API}/v2/datasets")]
    yield Amount("datasets", len(names))
    yield Amount("dataset-items", sum(source.count(f"{API}/dataset-items", datasetName=name) for name in names))
    yield Amount("runs", sum(source.count(f"{API}/datasets/{quoted(name)}/runs") for name in names))
    yield Amount("scores", source.count(f"{API}/v2/scores") if has_second_version(source) else None)
    yield Amount("comments", source.count(f"{API}/comments"))
