"""Pictures in spans, as every version of Langfuse's Python SDK takes them out of it again."""

from typing import Any

from langfuse.media import LangfuseMedia
from storyteller import PICTURE, STORY


def picture() -> LangfuseMedia:
    """The picture of the story; of its own each time, since an SDK notes in it where it was used."""
    return LangfuseMedia(content_bytes=PICTURE, content_type="image/png")


def as_uri() -> str:
    """The picture as an application has it that knows nothing of media; an SDK finds it in there."""
    return f"data:image/png;base64,{STORY['picture']}"


def resolved_media(langfuse: Any) -> Any:
    """Needs `media`: the picture is there."""
    reference = f"@@@langfuseMedia:type=image/png|id={STORY['picture_id']}|source=bytes@@@"
    return langfuse.resolve_media_references(obj={"picture": reference}, resolve_with="base64_data_uri")


def media(langfuse: Any) -> Any:
    """As versions 3 to 5 have it."""
    shown = {"picture": picture(), "same": as_uri()}
    with langfuse.start_as_current_observation(name="look", input=shown) as root:
        root.update(output="a dot")
    langfuse.flush()
    return {"trace": root.trace_id, "observation": root.id}
