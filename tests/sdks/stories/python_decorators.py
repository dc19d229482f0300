"""Decorated functions, as versions 3 to 5 of Langfuse's Python SDK trace them."""

from typing import Any

from langfuse import get_client, observe
from storyteller import STORY


def decorated(langfuse: Any) -> Any:
    trace_id = perform("hello")
    langfuse.flush()
    return {"id": trace_id}


@observe()
def perform(text: str) -> str:
    try:
        stumble()
    except ValueError:
        shout(text, times=2)
    return get_client().get_current_trace_id()


@observe()
def stumble() -> None:
    raise ValueError(STORY["failure"])


@observe()
def shout(text: str, *, times: int) -> list[str]:
    return [complete(text) for _ in range(times)]


@observe(as_type="generation", name="complete")
def complete(text: str) -> str:
    get_client().update_current_generation(model=STORY["model"], usage_details=STORY["usage"])
    return text.upper()
