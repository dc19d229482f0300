"""Dialogue modes: what kind of talk a message asks for."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Mode(StrEnum):
    """What kind of answer is wanted."""

    STANCE_GLOBAL = "STANCE_GLOBAL"
    FACTUAL = "FACTUAL"
    SMALLTALK = "SMALLTALK"
    TEACHING = "TEACHING"
    REPAIR = "REPAIR"


INSTRUCTIONS: Mapping[Mode, str] = {
    Mode.STANCE_GLOBAL: "They ask where you stand. Say what you hold first, then why, in at most 4 sentences.",
    Mode.FACTUAL: "They ask for a fact. Say it, and what belongs to it, in at most 4 sentences.",
    Mode.SMALLTALK: "They make small talk. Be brief and friendly, in at most 2 sentences.",
    Mode.TEACHING: "They want to learn how something is done. Answer as a numbered list of at most 5 steps.",
    Mode.REPAIR: "They say that you got them wrong. Begin with “To put it right:” and do not repeat what you said "
    "before, in at most 3 sentences.",
}
"""What each mode asks of an answer, in the prompt."""

# The first mode with a wording that fits counts; what none fits is a question of fact.
_WORDINGS: Sequence[tuple[Mode, str]] = (
    (
        Mode.REPAIR,
        r"^(?:no|wait|sorry|hm+)\b[,. ]|\bthat(?:'s| is| was) (?:not|wrong)|\bnot what i (?:asked|meant)\b|\bi meant\b|"
        r"\byou (?:misunderstood|got (?:that|it) wrong)\b|\btry again\b|\bare you sure\b",
    ),
    (
        Mode.SMALLTALK,
        r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|bye|goodbye)\b|\bhow are you\b|"
        r"\bwho are you\b|\btell me (?:a bit )?about yourself\b|\bnice to meet you\b",
    ),
    (
        Mode.TEACHING,
        r"\bhow (?:do|can|should|would) (?:i|we|one)\b|\bteach me\b|\bshow me how\b|\bexplain\b|\bstep by step\b|"
        r"\bhow to\b|\bwalk me through\b",
    ),
    (
        Mode.STANCE_GLOBAL,
        r"\b(?:what )?do you (?:think|believe|agree|prefer|like|recommend)\b|\bwould you (?:ever|rather|recommend)\b|"
        r"\byour (?:opinion|view|stance|take)\b|\bshould (?:i|we|people|one)\b|\bwhy do(?:n't)? you\b|"
        r"\bis it (?:right|wrong|worth)\b",
    ),
)
_COMPILED: Mapping[Mode, re.Pattern[str]] = {mode: re.compile(said, re.IGNORECASE) for mode, said in _WORDINGS}


def find_mode(message: str, *, has_history: bool) -> Mode:
    """What kind of talk a message asks for; without anything said before, there is nothing to repair."""
    plain = message.replace("’", "'").strip()
    for mode, wording in _COMPILED.items():
        if wording.search(plain) and (has_history or mode is not Mode.REPAIR):
            return mode
    return Mode.FACTUAL
