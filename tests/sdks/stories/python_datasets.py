"""Datasets, as every version of Langfuse's Python SDK asks for them."""

from typing import Any

from storyteller import SDK, STORY

CAPITALS = f"support/capitals {SDK}"


def datasets(langfuse: Any) -> Any:
    langfuse.create_dataset(name=CAPITALS, description="Capitals of countries", metadata={"level": "easy"})
    for country, capital in STORY["capitals"].items():
        _write_twice(langfuse, country, capital)
    langfuse.create_dataset_item(dataset_name=CAPITALS, id=f"Atlantis {SDK}", input={"country": "Atlantis"})
    langfuse.create_dataset_item(dataset_name=CAPITALS, id=f"Atlantis {SDK}", status="ARCHIVED")
    dataset = langfuse.get_dataset(CAPITALS, fetch_items_page_size=2)
    return {
        "id": dataset.id,
        "name": dataset.name,
        "description": dataset.description,
        "metadata": dataset.metadata,
        "items": [[item.id, item.input, item.expected_output, item.metadata] for item in dataset.items],
    }


def _write_twice(langfuse: Any, country: str, capital: str) -> None:
    item_id = f"{country} {SDK}"
    langfuse.create_dataset_item(
        dataset_name=CAPITALS, id=item_id, input={"country": country}, expected_output="?", metadata={"of": country}
    )
    langfuse.create_dataset_item(dataset_name=CAPITALS, id=item_id, expected_output=capital)
