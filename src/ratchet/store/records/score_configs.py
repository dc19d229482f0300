"""Score configs in the record store."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import RowMapping, Select, func, insert, select, update

from ratchet.domain.score import ScoreType
from ratchet.domain.score_config import Category, ScoreConfig
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import score_configs

# Databases limit how many values a statement binds.
_IDS_MAX = 1000


def write_score_config(store: RecordStore, config: ScoreConfig) -> None:
    """Store a new config; raises `Conflict` when its id is taken."""
    with store.write() as connection:
        connection.execute(insert(score_configs).values(asdict(config)))


def change_score_config(
    store: RecordStore, project_id: str, config_id: str, change: Callable[[ScoreConfig], ScoreConfig]
) -> ScoreConfig | None:
    """Replace a config by what `change` makes of it, nobody else changing it meanwhile; None when there is none."""
    with store.write() as connection:
        found = connection.execute(_select(project_id, config_id).with_for_update()).mappings().one_or_none()
        if found is None:
            return None
        changed = change(_to_config(found))
        here = (score_configs.c.project_id == project_id) & (score_configs.c.id == config_id)
        connection.execute(update(score_configs).where(here).values(asdict(changed)))
    return changed


def read_score_config(store: RecordStore, project_id: str, config_id: str) -> ScoreConfig | None:
    """One config, or None."""
    return read_score_configs(store, project_id, [config_id]).get(config_id)


def read_score_configs(store: RecordStore, project_id: str, config_ids: Iterable[str]) -> dict[str, ScoreConfig]:
    """Those of these configs that are stored, by their ids."""
    ids = list(dict.fromkeys(config_ids))
    found: dict[str, ScoreConfig] = {}
    for start in range(0, len(ids), _IDS_MAX):
        with store.read() as connection:
            rows = connection.execute(_select(project_id, *ids[start : start + _IDS_MAX])).mappings()
            found.update((config.id, config) for config in map(_to_config, rows))
    return found


def read_all_score_configs(store: RecordStore, project_id: str) -> list[ScoreConfig]:
    """Every config of a project, archived ones among them."""
    of_project = select(score_configs).where(score_configs.c.project_id == project_id)
    with store.read() as connection:
        return [_to_config(row) for row in connection.execute(of_project).mappings()]


def list_score_configs(store: RecordStore, project_id: str, *, limit: int, offset: int) -> list[ScoreConfig]:
    """A page of a project's configs, the newest first."""
    newest = (score_configs.c.created_at.desc(), score_configs.c.id.desc())
    page = select(score_configs).where(score_configs.c.project_id == project_id).order_by(*newest)
    with store.read() as connection:
        return [_to_config(row) for row in connection.execute(page.limit(limit).offset(offset)).mappings()]


def count_score_configs(store: RecordStore, project_id: str) -> int:
    """How many configs a project has."""
    count = select(func.count()).select_from(score_configs).where(score_configs.c.project_id == project_id)
    with store.read() as connection:
        return connection.execute(count).scalar_one()


def _select(project_id: str, *config_ids: str) -> Select[Any]:
    return select(score_configs).where(score_configs.c.project_id == project_id, score_configs.c.id.in_(config_ids))


def _to_config(row: RowMapping) -> ScoreConfig:
    categories = tuple(Category(**category) for category in row["categories"])
    return replace(ScoreConfig(**row), data_type=ScoreType(row["data_type"]), categories=categories)
