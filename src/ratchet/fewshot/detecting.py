"""Of what type a query is, and what says so."""

import os
from enum import StrEnum
from typing import NamedTuple

from ratchet.sdk.few_shot.detection import RULES_SETTING, given_rules


class Source(StrEnum):
    """What a type was taken from: what the caller said, the application's mode, the text, or nothing."""

    DIALOGUE_MODE = "dialogue_mode"
    TEXT = "text"
    DEFAULT = "default"


class Detected(NamedTuple):
    """A type, and where it is from."""

    query_type: str
    source: Source


def detect(query: str, dialogue_mode: str | None = None) -> Detected:
    """The type of a query, by the rules that applications go by; `RATCHET_FEW_SHOT_RULES` names others."""
    rules = given_rules(os.environ.get(RULES_SETTING, ""))
    named = rules.by_mode(dialogue_mode) if dialogue_mode else None
    if named is not None:
        return Detected(named, Source.DIALOGUE_MODE)
    found = rules.by_text(query)
    return Detected(found, Source.DEFAULT if found == rules.default else Source.TEXT)
