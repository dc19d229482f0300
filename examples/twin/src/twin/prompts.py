"""Prompts: those that Ratchet manages under a label, else those that are shipped with the code."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from langfuse import Langfuse
from langfuse.model import TextPromptClient

ANSWER = "twin-answer"
REWRITE = "twin-rewrite"
NAMES = (ANSWER, REWRITE)
SHIPPED_LABELS = (
    (ANSWER, "careless", "careless"),
    (REWRITE, "careless", ""),
    (ANSWER, "production", ""),
    (REWRITE, "production", ""),
)
"""What is given to Ratchet, under which label: the careless one is there to see a release fail."""
SHIPPED = Path(__file__).parent / "data" / "prompts"
_KEPT_S = 60
_AGAIN_S = 30.0
_NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template with `{{variables}}`; `managed` is what links an answer to the version that it was made with."""

    name: str
    text: str
    managed: TextPromptClient | None = None

    def fill(self, **values: str) -> str:
        """The template with its variables filled in; what is put in is not looked at again."""
        text = self.text
        parts = text.split("{{")
        filled = [parts[0]]
        for part in parts[1:]:
            name, _, rest = part.partition("}}")
            filled.append(values.get(name.strip(), "") + rest)
        return "".join(filled)


class Prompts:
    """Reads prompts through Langfuse's SDK, which keeps them for a minute and refreshes them behind the scenes.

    No answer waits for a prompt: until it has come, and while nobody answers, the shipped one is used.
    """

    def __init__(
        self, client: Langfuse | None, *, label: str, timeout_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._label = label
        self._timeout_s = timeout_s
        self._clock = clock
        self._managed: set[str] = set()
        self._asked_again_at = 0.0

    def warm(self) -> None:
        """Ask for all of them, once, before the first answer is wanted."""
        self._asked_again_at = self._clock() + _AGAIN_S
        for name in NAMES:
            self._fetch(name)

    def read(self, name: str) -> Prompt:
        """The prompt under the label; the shipped one where there is none."""
        if name in self._managed:
            return self._fetch(name)
        if self._client is not None and self._clock() >= self._asked_again_at:
            self._asked_again_at = self._clock() + _AGAIN_S
            threading.Thread(target=self.warm, name="prompts", daemon=True).start()
        return Prompt(name, read_shipped(name))

    def _fetch(self, name: str) -> Prompt:
        shipped = read_shipped(name)
        if self._client is None:
            return Prompt(name, shipped)
        found = self._client.get_prompt(
            name,
            label=self._label,
            fallback=shipped,
            cache_ttl_seconds=_KEPT_S,
            max_retries=0,
            fetch_timeout_seconds=math.ceil(self._timeout_s),
        )
        if found.is_fallback:
            self._managed.discard(name)
            return Prompt(name, shipped)
        self._managed.add(name)
        return Prompt(name, found.prompt, found)


def load_prompts(client: Langfuse) -> Iterator[tuple[str, str]]:
    """Give Ratchet what is shipped; where a label stands at the same text already, nothing new is made of it."""
    for name, label, variant in SHIPPED_LABELS:
        text = read_shipped(name, variant)
        known = client.get_prompt(name, label=label, fallback=_NONE, cache_ttl_seconds=0, max_retries=0)
        if known.is_fallback or known.prompt != text:
            client.create_prompt(name=name, prompt=text, labels=[label], type="text")
        yield name, label


@cache
def read_shipped(name: str, variant: str = "") -> str:
    """The text that is shipped; a variant is one that is worth trying, or is worse on purpose."""
    return (SHIPPED / f"{name}{'.' + variant if variant else ''}.md").read_text()
