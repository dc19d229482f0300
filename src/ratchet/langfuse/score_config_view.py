"""A score config as Langfuse's API shows it, and our mark beside it."""

from typing import Any

from ratchet.domain.score_config import ScoreConfig
from ratchet.domain.time import format_moment


def to_score_config(config: ScoreConfig) -> dict[str, Any]:
    """A config with every field of it."""
    return {
        "id": config.id,
        "name": config.name,
        "createdAt": format_moment(config.created_at),
        "updatedAt": format_moment(config.updated_at),
        "projectId": config.project_id,
        "dataType": config.data_type,
        "isArchived": config.is_archived,
        "minValue": config.min_value,
        "maxValue": config.max_value,
        "categories": [{"label": category.label, "value": category.value} for category in config.categories] or None,
        "description": config.description,
        "quality": config.quality,
    }
