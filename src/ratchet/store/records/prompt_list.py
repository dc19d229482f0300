"""Lists of prompts, by conditions on their versions."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, distinct, func, select, tuple_

from ratchet.domain.condition import Condition
from ratchet.domain.prompt import PromptSummary, PromptType
from ratchet.store.records.client import RecordStore
from ratchet.store.records.prompt_conditions import to_clause
from ratchet.store.records.tables import prompt_labels, prompt_tags, prompt_versions, prompts


def find_prompts(
    store: RecordStore, project_id: str, conditions: Sequence[Condition], *, limit: int, offset: int
) -> list[PromptSummary]:
    """A page of the prompts with versions that meet the conditions, by name; of each, those versions alone."""
    chosen = _choose(project_id, conditions)
    page = (
        select(prompts.c.id, prompts.c.name, prompts.c.type, func.max(prompt_versions.c.updated_at).label("updated_at"))
        .join(prompt_versions, prompt_versions.c.prompt_id == prompts.c.id)
        .where(chosen)
        .group_by(prompts.c.id, prompts.c.name, prompts.c.type)
        .order_by(prompts.c.name)
        .limit(limit)
        .offset(offset)
    )
    with store.read() as connection:
        rows = connection.execute(page).all()
        return _summarize(connection, rows, chosen) if rows else []


def count_prompts(store: RecordStore, project_id: str, conditions: Sequence[Condition]) -> int:
    """How many prompts have versions that meet the conditions."""
    found = (
        select(func.count(distinct(prompts.c.id)))
        .join(prompt_versions, prompt_versions.c.prompt_id == prompts.c.id)
        .where(_choose(project_id, conditions))
    )
    with store.read() as connection:
        return connection.execute(found).scalar_one()


def _choose(project_id: str, conditions: Sequence[Condition]) -> ColumnElement[bool]:
    return and_(prompts.c.project_id == project_id, *map(to_clause, conditions))


def _summarize(connection: Connection, rows: Sequence[Any], chosen: ColumnElement[bool]) -> list[PromptSummary]:
    prompt_ids = [row.id for row in rows]
    versions = _read_versions(connection, prompt_ids, chosen)
    labels = _read_labels(connection, prompt_ids, chosen)
    tags = _read_tags(connection, prompt_ids)
    configs = _read_configs(connection, [(prompt_id, numbers[-1]) for prompt_id, numbers in versions.items()])
    return [
        PromptSummary(
            name=row.name,
            type=PromptType(row.type),
            updated_at=row.updated_at,
            versions=versions[row.id],
            labels=labels.get(row.id, []),
            tags=tags.get(row.id, []),
            last_config=configs[row.id],
        )
        for row in rows
    ]


def _read_versions(
    connection: Connection, prompt_ids: Collection[str], chosen: ColumnElement[bool]
) -> dict[str, list[int]]:
    found = (
        select(prompts.c.id, prompt_versions.c.version)
        .join(prompt_versions, prompt_versions.c.prompt_id == prompts.c.id)
        .where(prompts.c.id.in_(prompt_ids), chosen)
        .order_by(prompt_versions.c.version)
    )
    return _by_prompt(connection.execute(found).all())


def _read_labels(
    connection: Connection, prompt_ids: Collection[str], chosen: ColumnElement[bool]
) -> dict[str, list[str]]:
    found = (
        select(prompts.c.id, prompt_labels.c.label)
        .join(prompt_versions, prompt_versions.c.prompt_id == prompts.c.id)
        .join(
            prompt_labels,
            (prompt_labels.c.prompt_id == prompts.c.id) & (prompt_labels.c.version == prompt_versions.c.version),
        )
        .where(prompts.c.id.in_(prompt_ids), chosen)
        .order_by(prompt_labels.c.label)
    )
    return _by_prompt(connection.execute(found).all())


def _read_tags(connection: Connection, prompt_ids: Collection[str]) -> dict[str, list[str]]:
    found = select(prompt_tags).where(prompt_tags.c.prompt_id.in_(prompt_ids)).order_by(prompt_tags.c.tag)
    return _by_prompt(connection.execute(found).all())


def _read_configs(connection: Connection, newest: Sequence[tuple[str, int]]) -> dict[str, Any]:
    key = tuple_(prompt_versions.c.prompt_id, prompt_versions.c.version)
    found = select(prompt_versions.c.prompt_id, prompt_versions.c.config).where(key.in_(newest))
    return {row.prompt_id: row.config for row in connection.execute(found)}


def _by_prompt(rows: Sequence[Any]) -> dict[str, list[Any]]:
    values: dict[str, list[Any]] = {}
    for prompt_id, value in rows:
        values.setdefault(prompt_id, []).append(value)
    return values
