"""Few-shot examples: good answers of the past, put into the prompt by Ratchet."""

import asyncio
from pathlib import Path
from typing import Protocol

import ratchet
from twin.modes import Mode
from twin.settings import Settings
from twin.tracing.setup import to_connection

# Empty: while Ratchet is away there are none, since a stranger's answer would not be in the persona.
_FALLBACKS = Path(__file__).parent / "data" / "examples.toml"


class Examples(Protocol):
    """Something that joins examples to prompts."""

    async def add(self, prompt: str, question: str, mode: Mode, twin_id: str) -> str:
        """The prompt with examples of good answers to questions like this one."""
        ...


class NoExamples:
    """Prompts stay as they are."""

    async def add(self, prompt: str, question: str, mode: Mode, twin_id: str) -> str:
        return prompt


class ChosenExamples:
    """Examples that Ratchet chooses; which ones they were is said on the trace."""

    def __init__(self, settings: Settings) -> None:
        self._count = settings.few_shot
        self._dataset = settings.few_shot_dataset
        options = ratchet.FewShotOptions(connection=to_connection(settings), fallbacks=str(_FALLBACKS))
        self._few_shot = ratchet.FewShot(options)

    async def add(self, prompt: str, question: str, mode: Mode, twin_id: str) -> str:
        """Asked for in a thread: the first time, and by similarity, a server may have to be waited for."""
        return await asyncio.to_thread(
            self._few_shot.inject,
            prompt,
            question,
            mode.value,
            n=self._count,
            dataset_name=self._dataset.replace("{twin_id}", twin_id),
        )


def choose_examples(settings: Settings) -> Examples:
    """As the settings say."""
    return ChosenExamples(settings) if settings.few_shot else NoExamples()
