"""A generation and the prompt that it was made with, as versions 3 to 5 of Langfuse's Python SDK link them."""

from typing import Any

from storyteller import SDK, STORY


def linked_prompt(langfuse: Any) -> Any:
    prompt = langfuse.create_prompt(name=f"support/linked {SDK}", prompt="Hello", labels=["production"])
    with langfuse.start_as_current_observation(name="linked", as_type="generation", prompt=prompt) as generation:
        generation.update(model=STORY["model"], output="Hello")
    langfuse.flush()
    return {"trace": generation.trace_id, "name": prompt.name, "version": prompt.version}
