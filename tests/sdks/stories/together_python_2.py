"""Version 2 of Langfuse's Python SDK answers the questions that all SDKs answer in one run."""

from typing import Any

from langfuse import Langfuse
from storyteller import SDK, STORY, tell


def together(langfuse: Langfuse) -> Any:
    for item in langfuse.get_dataset(STORY["together"]["dataset"]).items:
        trace = langfuse.trace(name="together", input=item.input, output=SDK)
        item.link(trace, STORY["together"]["run"])
        trace.score(name="answered", value=1)
    langfuse.flush()


if __name__ == "__main__":
    tell(Langfuse(), together)
