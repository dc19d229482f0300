"""Pictures in the items of a dataset, as versions 4 and 5 of Langfuse's Python SDK put them there."""

from typing import Any

from python_media import picture
from storyteller import PICTURE, SDK


def media_in_datasets(langfuse: Any) -> Any:
    name = f"support/pictures {SDK}"
    langfuse.create_dataset(name=name)
    langfuse.create_dataset_item(dataset_name=name, input={"picture": picture()}, expected_output="a dot")
    found = langfuse.get_dataset(name).items[0].input["picture"]
    return {"type": found.content_type, "is_same": found.fetch_bytes() == PICTURE}
