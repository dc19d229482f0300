"""Prompts as Langfuse's API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ratchet.domain.prompt import PRODUCTION, Prompt, PromptSummary
from ratchet.domain.time import format_moment
from ratchet.prompts.composition import Composition


def to_prompt(prompt: Prompt) -> dict[str, Any]:
    """A version as it is stored."""
    return {
        "id": prompt.id,
        "projectId": prompt.project_id,
        "name": prompt.name,
        "version": prompt.version,
        "type": prompt.type,
        "prompt": prompt.content,
        "config": prompt.config,
        "labels": prompt.labels,
        "tags": prompt.tags,
        "commitMessage": prompt.commit_message,
        "isActive": PRODUCTION in prompt.labels,
        "createdBy": prompt.created_by,
        "createdAt": format_moment(prompt.created_at),
        "updatedAt": format_moment(prompt.updated_at),
        "resolutionGraph": None,
    }


def to_composed_prompt(composition: Composition) -> dict[str, Any]:
    """A version with everything that it includes, and a graph of which includes which."""
    graph = {
        "root": _to_node(composition.root),
        "dependencies": {by: _to_nodes(included) for by, included in composition.includes.items()},
    }
    return {
        **to_prompt(composition.root),
        "prompt": composition.content,
        "resolutionGraph": graph if composition.includes else None,
    }


def to_listed_prompt(summary: PromptSummary) -> Mapping[str, Any]:
    """A prompt in a list."""
    return {
        "name": summary.name,
        "type": summary.type,
        "versions": summary.versions,
        "labels": summary.labels,
        "tags": summary.tags,
        "lastUpdatedAt": format_moment(summary.updated_at),
        "lastConfig": summary.last_config,
    }


def _to_nodes(prompts: Sequence[Prompt]) -> list[dict[str, Any]]:
    return [_to_node(prompt) for prompt in prompts]


def _to_node(prompt: Prompt) -> dict[str, Any]:
    return {"id": prompt.id, "name": prompt.name, "version": prompt.version}
