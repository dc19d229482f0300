"""Prompts in the record store: versions, and the labels and tags that are told apart from them.

Whoever writes holds `writing_prompts` while it reads what its decision rests on and writes what it decided.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, Table, delete, insert, select, update

from ratchet.domain.prompt import LATEST, Inclusion, Prompt, PromptType, Reference
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import prompt_labels, prompt_references, prompt_tags, prompt_versions, prompts


def writing_prompts(store: RecordStore, project_id: str) -> AbstractContextManager[None]:
    """Be the only one among all replicas who changes prompts of a project, while the block runs."""
    return store.lock(f"prompts {project_id}")


def read_prompt(store: RecordStore, project_id: str, reference: Reference) -> Prompt | None:
    """The version that a reference leads to, if there is one."""
    found = _select_versions(project_id, reference.name)
    if reference.version:
        found = found.where(prompt_versions.c.version == reference.version)
    else:
        found = found.join(
            prompt_labels,
            (prompt_labels.c.prompt_id == prompt_versions.c.prompt_id)
            & (prompt_labels.c.version == prompt_versions.c.version),
        ).where(prompt_labels.c.label == reference.label)
    with store.read() as connection:
        read = _read(connection, found)
    return read[0] if read else None


def read_versions(store: RecordStore, project_id: str, name: str) -> list[Prompt]:
    """All versions of a prompt, the newest first."""
    with store.read() as connection:
        return _read(connection, _select_versions(project_id, name).order_by(prompt_versions.c.version.desc()))


def read_last_version(store: RecordStore, project_id: str, name: str) -> int:
    """The highest number that a version of a prompt has ever had; 0 when there is no such prompt."""
    found = select(prompts.c.last_version).where(prompts.c.project_id == project_id, prompts.c.name == name)
    with store.read() as connection:
        return connection.execute(found).scalar() or 0


def has_prompt_version(store: RecordStore, project_id: str, version_id: str) -> bool:
    """Whether a project has a version with this id, of whatever prompt."""
    found = (
        select(prompt_versions.c.id)
        .join(prompts, prompts.c.id == prompt_versions.c.prompt_id)
        .where(prompts.c.project_id == project_id, prompt_versions.c.id == version_id)
    )
    with store.read() as connection:
        return connection.execute(found).first() is not None


def read_inclusions(store: RecordStore, project_id: str, names: Collection[str]) -> list[Inclusion]:
    """Which versions include prompts of these names."""
    found = (
        select(prompts.c.name, prompt_references)
        .join(prompts, prompts.c.id == prompt_references.c.prompt_id)
        .where(prompts.c.project_id == project_id, prompt_references.c.to_name.in_(names))
        .order_by(prompts.c.name, prompt_references.c.version)
    )
    with store.read() as connection:
        rows = connection.execute(found).all()
        labels = _read_labels(connection, {row.prompt_id for row in rows})
    return [
        Inclusion(
            row.name,
            row.version,
            labels.get((row.prompt_id, row.version), ()),
            Reference(row.to_name, row.to_version, row.to_label),
        )
        for row in rows
    ]


def write_prompt(store: RecordStore, prompt: Prompt, references: Iterable[Reference]) -> None:
    """Store a new version; its labels leave the versions that had them, its tags become those of every version."""
    with store.write() as connection:
        _write_version(connection, _write_head(connection, prompt), prompt, references)


def restore_prompt(store: RecordStore, prompt: Prompt, references: Iterable[Reference]) -> bool:
    """Store a version under its number, or only its labels and tags if it is there; whether it is new."""
    with store.write() as connection:
        prompt_id = _write_head(connection, prompt)
        number = prompt_versions.c.prompt_id == prompt_id, prompt_versions.c.version == prompt.version
        is_new = connection.execute(select(prompt_versions.c.id).where(*number)).scalar() is None
        if is_new:
            _write_version(connection, prompt_id, prompt, references)
        else:
            _write_labels_and_tags(connection, prompt_id, prompt)
        return is_new


def write_labels(store: RecordStore, prompt: Prompt, labels: Collection[str], at: datetime) -> None:
    """Have labels point to a version, whatever they pointed to before."""
    with store.write() as connection:
        if prompt_id := _find_id(connection, prompt):
            _move_labels(connection, prompt_id, prompt.version, labels, at)


def delete_versions(store: RecordStore, doomed: Sequence[Prompt], latest: Prompt | None, at: datetime) -> None:
    """Delete versions of one prompt, and the prompt with its last one; `latest` is the version that becomes it."""
    with store.write() as connection:
        prompt_id = _find_id(connection, doomed[0]) or ""
        if latest is not None:
            _move_labels(connection, prompt_id, latest.version, [LATEST], at)
        numbers = [version.version for version in doomed]
        of_prompt = prompt_versions.c.prompt_id == prompt_id
        connection.execute(delete(prompt_versions).where(of_prompt, prompt_versions.c.version.in_(numbers)))
        left = select(prompt_versions.c.version).where(of_prompt)
        connection.execute(delete(prompts).where(prompts.c.id == prompt_id, ~left.exists()))


def _select_versions(project_id: str, name: str) -> Select[Any]:
    return (
        select(prompt_versions, prompts.c.project_id, prompts.c.name, prompts.c.type)
        .join(prompts, prompts.c.id == prompt_versions.c.prompt_id)
        .where(prompts.c.project_id == project_id, prompts.c.name == name)
    )


def _read(connection: Connection, found: Select[Any]) -> list[Prompt]:
    rows = connection.execute(found).all()
    prompt_ids = {row.prompt_id for row in rows}
    labels, tags = _read_labels(connection, prompt_ids), _read_tags(connection, prompt_ids)
    return [_to_prompt(row, labels.get((row.prompt_id, row.version), []), tags.get(row.prompt_id, [])) for row in rows]


def _read_labels(connection: Connection, prompt_ids: Collection[str]) -> Mapping[tuple[str, int], list[str]]:
    found = select(prompt_labels).where(prompt_labels.c.prompt_id.in_(prompt_ids)).order_by(prompt_labels.c.label)
    labels: dict[tuple[str, int], list[str]] = {}
    for row in connection.execute(found):
        labels.setdefault((row.prompt_id, row.version), []).append(row.label)
    return labels


def _read_tags(connection: Connection, prompt_ids: Collection[str]) -> Mapping[str, list[str]]:
    found = select(prompt_tags).where(prompt_tags.c.prompt_id.in_(prompt_ids)).order_by(prompt_tags.c.tag)
    tags: dict[str, list[str]] = {}
    for row in connection.execute(found):
        tags.setdefault(row.prompt_id, []).append(row.tag)
    return tags


def _write_head(connection: Connection, prompt: Prompt) -> str:
    """What versions have in common; gives the id by which the tables know the prompt."""
    prompt_id = _find_id(connection, prompt)
    if prompt_id is None:
        prompt_id = str(uuid4())
        head = {"project_id": prompt.project_id, "name": prompt.name, "type": prompt.type}
        connection.execute(insert(prompts).values(id=prompt_id, last_version=prompt.version, **head))
    lower = prompts.c.id == prompt_id, prompts.c.last_version < prompt.version
    connection.execute(update(prompts).where(*lower).values(last_version=prompt.version))
    return prompt_id


def _write_version(connection: Connection, prompt_id: str, prompt: Prompt, references: Iterable[Reference]) -> None:
    connection.execute(insert(prompt_versions).values(_to_row(prompt_id, prompt)))
    _insert(connection, prompt_references, [_to_reference_row(prompt_id, prompt.version, to) for to in references])
    _write_labels_and_tags(connection, prompt_id, prompt)


def _write_labels_and_tags(connection: Connection, prompt_id: str, prompt: Prompt) -> None:
    _move_labels(connection, prompt_id, prompt.version, prompt.labels, prompt.updated_at)
    connection.execute(delete(prompt_tags).where(prompt_tags.c.prompt_id == prompt_id))
    _insert(connection, prompt_tags, [{"prompt_id": prompt_id, "tag": tag} for tag in prompt.tags])


def _find_id(connection: Connection, prompt: Prompt) -> str | None:
    found = select(prompts.c.id).where(prompts.c.project_id == prompt.project_id, prompts.c.name == prompt.name)
    return connection.execute(found).scalar()


def _move_labels(connection: Connection, prompt_id: str, version: int, labels: Collection[str], at: datetime) -> None:
    """Have labels point to a version; it counts as updated, and so do those that lose one."""
    given = prompt_labels.c.prompt_id == prompt_id, prompt_labels.c.label.in_(labels)
    losing = {row.version for row in connection.execute(select(prompt_labels.c.version).where(*given))}
    connection.execute(delete(prompt_labels).where(*given))
    _insert(
        connection,
        prompt_labels,
        [{"prompt_id": prompt_id, "label": label, "version": version} for label in sorted(set(labels))],
    )
    connection.execute(
        update(prompt_versions)
        .where(prompt_versions.c.prompt_id == prompt_id, prompt_versions.c.version.in_({*losing, version}))
        .values(updated_at=at)
    )


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _to_row(prompt_id: str, prompt: Prompt) -> dict[str, Any]:
    return {
        "prompt_id": prompt_id,
        "version": prompt.version,
        "id": prompt.id,
        "content": prompt.content,
        "config": prompt.config,
        "commit_message": prompt.commit_message,
        "created_by": prompt.created_by,
        "created_at": prompt.created_at,
        "updated_at": prompt.updated_at,
    }


def _to_reference_row(prompt_id: str, version: int, to: Reference) -> dict[str, Any]:
    return {
        "prompt_id": prompt_id,
        "version": version,
        "to_name": to.name,
        "to_version": to.version,
        "to_label": to.label,
    }


def _to_prompt(row: Row[Any], labels: Sequence[str], tags: Sequence[str]) -> Prompt:
    return Prompt(
        id=row.id,
        project_id=row.project_id,
        name=row.name,
        version=row.version,
        type=PromptType(row.type),
        content=row.content,
        config=row.config,
        labels=labels,
        tags=tags,
        commit_message=row.commit_message,
        created_by=row.created_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
