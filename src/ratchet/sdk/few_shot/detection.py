"""Of what type a query is: as the application's dialogue mode says, else as its text does."""

import os
from functools import lru_cache

from ratchet.errors import Invalid
from ratchet.sdk.few_shot.failures import note_failure
from ratchet.sdk.few_shot.rules import Rules, built_in_rules, read_rules

RULES_SETTING = "RATCHET_FEW_SHOT_RULES"
_FILES_KEPT = 8


def detect_query_type(query: str, dialogue_mode: str | None = None, *, rules: Rules | None = None) -> str:
    """The type of a query: `stance`, `factual`, `smalltalk`, `teaching`, `repair` or `general`.

    Arguments:
        query: what was asked; of a long one the beginning and the end are looked at.
        dialogue_mode: the application's own name for what goes on, such as `STANCE_GLOBAL`; where one of its words is
            known, it decides.
        rules: what to go by; by default the file that `RATCHET_FEW_SHOT_RULES` names, else the rules that come along.

    Example:
        >>> detect_query_type("What do I think about remote work?")
        'stance'
        >>> detect_query_type("Remote work", "TEACHING_STEPWISE")
        'teaching'

    """
    known = rules or given_rules(os.environ.get(RULES_SETTING, ""))
    named = known.by_mode(dialogue_mode) if dialogue_mode else None
    return named or known.by_text(query)


@lru_cache(maxsize=_FILES_KEPT)
def given_rules(path: str) -> Rules:
    """The rules of a file, read once; those that come along where it cannot be used."""
    if not path:
        return built_in_rules()
    try:
        return read_rules(path)
    except Invalid as error:
        note_failure("rules", error)
        return built_in_rules()
