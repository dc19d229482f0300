"""Datasets as Langfuse's API shows them."""

from typing import Any

from ratchet.domain.dataset import Dataset
from ratchet.domain.time import format_moment


def to_dataset(dataset: Dataset) -> dict[str, Any]:
    """A dataset without its items."""
    return {
        "id": dataset.id,
        "name": dataset.name,
        "description": dataset.description,
        "metadata": dataset.metadata,
        "inputSchema": dataset.input_schema,
        "expectedOutputSchema": dataset.expected_output_schema,
        "projectId": dataset.project_id,
        "createdAt": format_moment(dataset.created_at),
        "updatedAt": format_moment(dataset.updated_at),
    }
