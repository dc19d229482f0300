"""Score configs: defined, changed, and looked up for the scores that name them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ratchet.domain.score import ScoreType
from ratchet.domain.score_config import TRUTHS, Category, ScoreConfig
from ratchet.errors import Conflict, NotFound
from ratchet.scores.config_check import check_config
from ratchet.scores.config_schemas import CategoryIn, ConfigChangeIn, ConfigIn
from ratchet.store.records import RecordStore
from ratchet.store.records.score_configs import (
    change_score_config,
    read_score_config,
    read_score_configs,
    write_score_config,
)

# What null takes away; of the rest of a config there is always something.
_CLEARABLE = frozenset({"min_value", "max_value", "description", "quality"})


def define_config(records: RecordStore, project_id: str, sent: ConfigIn) -> ScoreConfig:
    """Store a config, in the place of the one with its id if there is one; raises `Invalid` naming the wrong field."""
    config = _to_config(project_id, sent)
    check_config(config)
    replaced = None
    if sent.id is not None:
        replaced = change_score_config(records, project_id, sent.id, lambda stored: _take_place(config, stored))
    if replaced is None:
        write_score_config(records, config)
    return replaced or config


def restore_config(
    records: RecordStore, project_id: str, sent: ConfigIn, *, created_at: datetime, updated_at: datetime
) -> bool:
    """Store a config as another server has it, unless it is here and not older; tells whether it was stored.

    Where that server knows no mark of quality, the one that was set here stays.
    """
    config = replace(_to_config(project_id, sent), created_at=created_at, updated_at=updated_at)
    check_config(config)
    stored = read_score_config(records, project_id, config.id)
    if stored is None:
        write_score_config(records, config)
        return True
    if stored.updated_at >= updated_at:
        return False
    _check_type(stored, config.data_type)
    quality = sent.quality if "quality" in sent.model_fields_set else stored.quality
    change_score_config(records, project_id, config.id, lambda _: replace(config, quality=quality))
    return True


def change_config(records: RecordStore, project_id: str, config_id: str, sent: ConfigChangeIn) -> ScoreConfig:
    """Change some fields of a config; raises `Invalid` for what it would become, `NotFound` when there is none."""
    changed = change_score_config(records, project_id, config_id, lambda stored: _change(stored, sent))
    if changed is None:
        raise _not_found(config_id)
    return changed


def read_config(records: RecordStore, project_id: str, config_id: str) -> ScoreConfig:
    """One config; raises `NotFound`."""
    config = read_score_config(records, project_id, config_id)
    if config is None:
        raise _not_found(config_id)
    return config


def read_configs_of(records: RecordStore, project_id: str, scores: Iterable[Any]) -> dict[str, ScoreConfig]:
    """The configs that scores from the wire name, by their ids; the scores need not be right yet."""
    named = (score.get("configId") for score in scores if isinstance(score, dict))
    ids = {config_id for config_id in named if isinstance(config_id, str) and "\0" not in config_id}
    return read_score_configs(records, project_id, ids) if ids else {}


def _to_config(project_id: str, sent: ConfigIn) -> ScoreConfig:
    now = datetime.now(UTC)
    return ScoreConfig(
        project_id=project_id,
        id=sent.id or str(uuid4()),
        name=sent.name,
        data_type=sent.data_type,
        created_at=now,
        updated_at=now,
        min_value=sent.min_value,
        max_value=sent.max_value,
        categories=_to_categories(sent.categories, sent.data_type),
        description=sent.description,
        is_archived=bool(sent.is_archived),
        quality=sent.quality,
    )


def _to_categories(sent: list[CategoryIn] | None, data_type: ScoreType) -> tuple[Category, ...]:
    if sent is None:
        return TRUTHS if data_type is ScoreType.BOOLEAN else ()
    return tuple(Category(category.label, category.value) for category in sent)


def _take_place(config: ScoreConfig, stored: ScoreConfig) -> ScoreConfig:
    _check_type(stored, config.data_type)
    return replace(config, created_at=stored.created_at)


def _change(stored: ScoreConfig, sent: ConfigChangeIn) -> ScoreConfig:
    if sent.data_type is not None:
        _check_type(stored, sent.data_type)
    given = sent.model_fields_set - {"data_type", "categories"}
    fields = {field: getattr(sent, field) for field in given}
    kept = {field: value for field, value in fields.items() if value is not None or field in _CLEARABLE}
    if sent.categories is not None:
        kept["categories"] = _to_categories(sent.categories, stored.data_type)
    changed = replace(stored, **kept, updated_at=datetime.now(UTC))
    check_config(changed)
    return changed


def _check_type(stored: ScoreConfig, data_type: ScoreType) -> None:
    if data_type is not stored.data_type:
        raise Conflict(
            f"dataType: config {stored.id!r} is {stored.data_type}, and its scores are. Define another for {data_type}."
        )


def _not_found(config_id: str) -> NotFound:
    return NotFound(f"Score config {config_id} not found within authorized project")
