"""Few-shot examples: good answers of the past, put into the prompt by Ratchet."""

from collections.abc import Callable

import ratchet
from twin.modes import Mode
from twin.settings import Settings


def choose_examples(settings: Settings) -> Callable[[str, str, Mode], str]:
    """What joins examples to a prompt; with none wanted, prompts stay as they are."""
    if not settings.few_shot:
        return lambda prompt, _question, _mode: prompt
    return lambda prompt, question, mode: ratchet.inject_few_shot(
        prompt, question, mode.value, n=settings.few_shot, dataset_name=settings.few_shot_dataset
    )
