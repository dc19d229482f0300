"""Copies of what grows with traffic, taken over many at a time, and only where they are newer than what is here."""

from collections.abc import Sequence

from ratchet.datasets.headers import find_dataset
from ratchet.datasets.restoration import restore_items
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.dataset import Dataset, Item, ItemStatus
from ratchet.domain.run import RunItem, RunQuery
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.score_config import ScoreConfig
from ratchet.domain.value import encode_value
from ratchet.errors import RatchetError
from ratchet.experiments.link import read_start
from ratchet.experiments.runs import ITEMS_MAX
from ratchet.langfuse.copies.place import Place
from ratchet.langfuse.copies.schemas import ItemCopy, RunCopy, RunItemCopy, ScoreCopy
from ratchet.store.events.run_items import find_run_items
from ratchet.store.events.scores import read_scores, write_scores
from ratchet.store.records.score_configs import read_score_configs

# What a row takes in memory beside its texts.
_ROW_SIZE_BYTES = 1024

Change = bool | RatchetError
"""Whether a copy changed anything, or why it was not taken."""


def copy_items(place: Place, sent: Sequence[ItemCopy]) -> list[Change]:
    """Take items over, each into the dataset that it names."""
    changes = dict[int, Change]()
    for name in dict.fromkeys(item.dataset_name for item in sent):
        of_dataset = {index: item for index, item in enumerate(sent) if item.dataset_name == name}
        changes |= zip(of_dataset, _copy_items_of(place, name, list(of_dataset.values())), strict=True)
    return [changes[index] for index in range(len(sent))]


def _copy_items_of(place: Place, name: str, sent: Sequence[ItemCopy]) -> Sequence[Change]:
    try:
        dataset = find_dataset(place.records, place.project_id, name)
    except RatchetError as error:
        return [error] * len(sent)
    return restore_items(place.events, place.records, dataset, [_to_item(dataset, item) for item in sent])


def _to_item(dataset: Dataset, sent: ItemCopy) -> Item:
    return Item(
        project_id=dataset.project_id,
        dataset_id=dataset.id,
        id=sent.id,
        created_at=sent.created_at,
        version=sent.updated_at,
        status=sent.status or ItemStatus.ACTIVE,
        input=sent.input,
        expected_output=sent.expected_output,
        metadata=sent.metadata,
        source_trace_id=sent.source_trace_id,
        source_span_id=sent.source_observation_id,
    )


def copy_runs(place: Place, sent: Sequence[RunCopy]) -> list[Change]:
    """Take runs over, each with what ran in it; they keep their ids, which scores know them by."""
    return [_copy_run(place, run) for run in sent]


def _copy_run(place: Place, run: RunCopy) -> Change:
    try:
        dataset = find_dataset(place.records, place.project_id, run.dataset_name)
    except RatchetError as error:
        return error
    query = RunQuery(project_id=place.project_id, conditions=(Condition("run_id", Operator.EQUAL, run.id),))
    stored = {item.key: item.updated_at for item in find_run_items(place.events, query, limit=ITEMS_MAX)}
    items = [_to_run_item(place, dataset, run, item) for item in run.dataset_run_items]
    news = [item for item in items if stored.get(item.key, -1) < item.updated_at]
    size_bytes = sum(_ROW_SIZE_BYTES + len(item.run_metadata) for item in news)
    place.writers.run_items.submit(news, size_bytes).result()
    return bool(news)


def _to_run_item(place: Place, dataset: Dataset, run: RunCopy, sent: RunItemCopy) -> RunItem:
    started_at = read_start(place.events, place.project_id, sent.trace_id, sent.observation_id)
    known = [sent.created_at] if started_at is None else [sent.created_at, started_at]
    return RunItem(
        project_id=place.project_id,
        run_id=run.id,
        trace_id=sent.trace_id,
        span_id=sent.observation_id,
        item_id=sent.dataset_item_id,
        first_at=min(known),
        last_at=max(known),
        dataset_id=dataset.id,
        run_name=run.name,
        run_description=run.description,
        run_metadata="" if run.metadata in (None, {}) else encode_value(run.metadata),
        linked_at=sent.created_at,
        started_at=started_at,
        updated_at=sent.updated_at,
    )


def copy_scores(place: Place, sent: Sequence[ScoreCopy]) -> list[Change]:
    """Take scores over, whoever gave them; their configs have checked them where they were given.

    Like the traces that they are of, they are no news to those who look at what arrives.
    """
    configs = read_score_configs(place.records, place.project_id, (one.config_id for one in sent if one.config_id))
    scores = [_to_score(place.project_id, score, configs.get(score.config_id)) for score in sent]
    stored = read_scores(place.events, place.project_id, [score.score_id for score in scores])
    is_newer = [score.score_id not in stored or stored[score.score_id].revision < score.revision for score in scores]
    newer = [score for score, is_new in zip(scores, is_newer, strict=True) if is_new]
    write_scores(place.events, newer, is_news=False)
    return list[Change](is_newer)


def _to_score(project_id: str, sent: ScoreCopy, config: ScoreConfig | None) -> Score:
    return Score(
        project_id=project_id,
        score_id=sent.id,
        name=sent.name,
        data_type=sent.data_type,
        timestamp=sent.timestamp,
        value=_to_number(sent, config),
        string_value=sent.string_value,
        trace_id=sent.trace_id,
        span_id=sent.observation_id,
        session_id=sent.session_id,
        run_id=sent.dataset_run_id,
        source=sent.source,
        comment=sent.comment,
        metadata=_to_metadata(sent.metadata),
        config_id=sent.config_id,
        author_id=sent.author_user_id,
        queue_id=sent.queue_id,
        environment=sent.environment,
        revision=sent.updated_at,
    )


def _to_number(sent: ScoreCopy, config: ScoreConfig | None) -> float | None:
    """The number of a score; version 3 of the API shows a category without it, and its config knows it."""
    if sent.data_type in (ScoreType.TEXT, ScoreType.CORRECTION):
        return None
    category = config.find_category(sent.string_value) if config and sent.value is None else None
    return category.value if category else sent.value


def _to_metadata(value: object) -> dict[str, str]:
    if not value:
        return {}
    fields = value if isinstance(value, dict) else {"metadata": value}
    return {str(key): encode_value(item) for key, item in fields.items()}
