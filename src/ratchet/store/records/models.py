"""Models with prices of a project's own, in the record store."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from ratchet.domain.model import (
    AttributeCondition,
    Comparison,
    Model,
    Source,
    Tier,
    TierCondition,
    Unit,
    UsageCondition,
)
from ratchet.errors import Conflict
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import models

PROJECT_MODELS_MAX = 1000
"""Every call is compared with the models of its project, so there is an end to them."""


def recall_models(store: RecordStore, project_id: str) -> Sequence[Model] | None:
    """The models of a project, if they were read within the last seconds; asks no database."""
    return store.recent_models.recall(project_id)


def read_models(store: RecordStore, project_id: str) -> Sequence[Model]:
    """The models of a project in the order in which they win: those that start last, then those made last.

    What another replica has changed since may be missing for a few seconds.
    """
    return store.recent_models.read(project_id, lambda: _read_stored_models(store, project_id)) or ()


def read_model(store: RecordStore, project_id: str, model_id: str) -> Model | None:
    """One model of a project, if there is one with this id."""
    with store.read() as connection:
        row = connection.execute(select(models).where(*_is(project_id, model_id))).one_or_none()
    return _to_model(row) if row else None


def write_model(store: RecordStore, model: Model) -> Model:
    """Store a model, or replace the one with its id; gives it as it is stored. Raises `Conflict` for one too many."""
    row = _to_row(model)
    with store.lock(f"models {model.project_id}"), store.write() as connection:
        stored = connection.execute(select(models).where(*_is(model.project_id, model.id))).one_or_none()
        if stored is not None:
            row["created_at"] = stored.created_at
            connection.execute(update(models).where(*_is(model.project_id, model.id)).values(row))
        else:
            of_project = select(func.count()).select_from(models).where(models.c.project_id == model.project_id)
            if connection.execute(of_project).scalar_one() >= PROJECT_MODELS_MAX:
                raise Conflict(f"The project has {PROJECT_MODELS_MAX} models already. Delete some first.")
            connection.execute(insert(models).values(row))
        written = _to_model(connection.execute(select(models).where(*_is(model.project_id, model.id))).one())
    store.recent_models.forget()
    return written


def delete_model(store: RecordStore, project_id: str, model_id: str) -> bool:
    """Delete a model; whether there was one."""
    with store.write() as connection:
        deleted = connection.execute(delete(models).where(*_is(project_id, model_id))).rowcount
    store.recent_models.forget()
    return deleted > 0


def _is(project_id: str, model_id: str) -> tuple[Any, ...]:
    return models.c.project_id == project_id, models.c.id == model_id


def _read_stored_models(store: RecordStore, project_id: str) -> Sequence[Model]:
    found = (
        select(models)
        .where(models.c.project_id == project_id)
        .order_by(models.c.starts_at.desc().nulls_last(), models.c.created_at.desc(), models.c.id)
    )
    with store.read() as connection:
        return tuple(_to_model(row) for row in connection.execute(found))


def _to_row(model: Model) -> dict[str, Any]:
    fields = ("id", "project_id", "name", "match_pattern", "created_at", "starts_at", "unit")
    return {
        **{field: getattr(model, field) for field in fields},
        "tokenizer_id": model.tokenizer_id,
        "tokenizer_config": model.tokenizer_config,
        "tiers": [asdict(tier) for tier in model.tiers],
    }


def _to_model(row: Row[Any]) -> Model:
    return Model(
        id=row.id,
        project_id=row.project_id,
        name=row.name,
        match_pattern=row.match_pattern,
        tiers=[_to_tier(tier) for tier in row.tiers],
        created_at=row.created_at,
        starts_at=row.starts_at,
        unit=Unit(row.unit) if row.unit else None,
        tokenizer_id=row.tokenizer_id,
        tokenizer_config=row.tokenizer_config,
    )


def _to_tier(stored: Mapping[str, Any]) -> Tier:
    return Tier(
        id=stored["id"],
        name=stored["name"],
        priority=stored["priority"],
        conditions=[_to_condition(condition) for condition in stored["conditions"]],
        prices=stored["prices"],
    )


def _to_condition(stored: Mapping[str, Any]) -> TierCondition:
    if "pattern" not in stored:
        return AttributeCondition(Source(stored["source"]), stored["key"], stored["values"])
    comparison = Comparison(stored["comparison"])
    return UsageCondition(stored["pattern"], comparison, stored["value"], case_sensitive=stored["case_sensitive"])
