"""Writing prompts: new versions, labels that move, versions that go. What includes a prompt is never broken by it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from ratchet.domain.prompt import LATEST, PRODUCTION, Prompt, Reference
from ratchet.errors import NotFound
from ratchet.http.fields import invalid_field
from ratchet.prompts.inclusion import check_deletion, check_labels, check_new_version
from ratchet.prompts.references import find_references
from ratchet.prompts.schemas import PromptIn
from ratchet.prompts.variables import find_ambiguous_names
from ratchet.store.records import RecordStore
from ratchet.store.records.prompts import (
    delete_versions,
    read_last_version,
    read_prompt,
    read_versions,
    restore_prompt,
    write_labels,
    write_prompt,
    writing_prompts,
)


def create_version(records: RecordStore, project_id: str, sent: PromptIn, *, author: str = "API") -> Prompt:
    """Store the next version of a prompt, or the first; raises `Invalid` or `Conflict` when it cannot be one."""
    if ambiguous := find_ambiguous_names(sent.content):
        raise invalid_field("prompt", f"{', '.join(ambiguous)}: a variable and a placeholder cannot share a name")
    with writing_prompts(records, project_id):
        newest = read_prompt(records, project_id, Reference(sent.name, label=LATEST))
        if newest is not None and newest.type != sent.type:
            raise invalid_field("type", f"{sent.name!r} is a {newest.type} prompt: use another name")
        version = read_last_version(records, project_id, sent.name) + 1
        prompt = _to_prompt(project_id, sent, newest, version=version, author=author)
        check_new_version(records, prompt)
        write_prompt(records, prompt, find_references(prompt.content))
        return prompt


def restore_version(records: RecordStore, prompt: Prompt) -> bool:
    """Store a version as another server has it, number and labels and all; whether it is new here.

    One that is here already gets the labels and the tags, and keeps its content. What it includes may come later.
    """
    with writing_prompts(records, prompt.project_id):
        return restore_prompt(records, prompt, find_references(prompt.content))


def add_labels(records: RecordStore, project_id: str, name: str, version: int, labels: Collection[str]) -> Prompt:
    """Give a version more labels, taking them from other versions; raises `NotFound`, or `Conflict` for a circle."""
    with writing_prompts(records, project_id):
        stored = read_prompt(records, project_id, Reference(name, version))
        if stored is None:
            raise NotFound(f"Prompt not found: {Reference(name, version)}")
        prompt = replace(stored, labels=sorted({*stored.labels, *labels}), updated_at=datetime.now(UTC))
        check_labels(records, prompt)
        write_labels(records, prompt, labels, prompt.updated_at)
        return prompt


def delete_prompt(records: RecordStore, project_id: str, name: str, *, version: int = 0, label: str = "") -> None:
    """Delete a version, or the one with a label, or all; raises `Conflict` while others include what would go."""
    with writing_prompts(records, project_id):
        stored = read_versions(records, project_id, name)
        doomed = [prompt for prompt in stored if _is_chosen(prompt, version, label)]
        if not doomed:
            raise NotFound(f"Prompt not found: {Reference(name, version, label)}")
        left = [prompt for prompt in stored if prompt not in doomed]
        at = datetime.now(UTC)
        newest = _promote(left[0], at) if left and LATEST in doomed[0].labels else None
        if newest is not None:
            left[0] = newest
            check_labels(records, newest)
        check_deletion(records, doomed, left)
        delete_versions(records, doomed, newest, at)


def _is_chosen(prompt: Prompt, version: int, label: str) -> bool:
    if version:
        return prompt.version == version
    return not label or label in prompt.labels


def _promote(prompt: Prompt, at: datetime) -> Prompt:
    return replace(prompt, labels=sorted({*prompt.labels, LATEST}), updated_at=at)


def _to_prompt(project_id: str, sent: PromptIn, newest: Prompt | None, *, version: int, author: str) -> Prompt:
    now = datetime.now(UTC)
    inherited = newest.tags if newest else []
    return Prompt(
        id=str(uuid4()),
        project_id=project_id,
        name=sent.name,
        version=version,
        type=sent.type,
        content=sent.content,
        config=sent.config,
        labels=sorted({*sent.labels, LATEST, *([PRODUCTION] if sent.is_active else [])}),
        tags=inherited if sent.tags is None else sorted(set(sent.tags)),
        commit_message=sent.commit_message,
        created_by=author,
        created_at=now,
        updated_at=now,
    )
