"""Adherence to a persona over the turns of real conversations: `python benchmarks/persona.py tau_airline.jsonl.gz`.

Each line of the data is a conversation, `{"messages": [...]}`, whose first message is the system prompt.
"""

import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

from ratchet.domain.persona.audit import Audit
from ratchet.domain.persona.checking import check_all
from ratchet.domain.persona.reading import read_clauses
from ratchet.judges.persona.turns import split_turns
from ratchet.judges.subject import Subject
from ratchet.stats.trend import estimate_slope

HOUSE_STYLE = """
Answer in at most 100 words.
Reply in plain text, no markdown.
Never say "I recommend", "I suggest" or "in my opinion".
No exclamation marks.
"""
SHOWN = 8
SHUFFLES = 30


def audit_conversations(conversations: Iterable[Sequence[Any]], persona: str) -> list[list[Audit]]:
    """What is found of every answer of every conversation."""
    clauses = read_clauses(persona)
    turns = (split_turns(Subject(project_id="benchmark", input=list(messages))) for messages in conversations)
    return [[Audit(findings=check_all(clauses, turn.answer)) for turn in some] for some in turns]


def scores_of(audits: Iterable[Audit]) -> list[float]:
    """The overall scores."""
    return [audit.overall for audit in audits if audit.overall is not None]


def means_by_turn(conversations: Iterable[Sequence[Audit]]) -> dict[int, list[float]]:
    """The scores of all first turns, all second turns, and so on."""
    by_turn: dict[int, list[float]] = defaultdict(list)
    for audits in conversations:
        for turn, score in enumerate(scores_of(audits), 1):
            by_turn[turn].append(score)
    return by_turn


def count_decays(conversations: Iterable[Sequence[float]]) -> int:
    """In how many conversations all of the interval of the change lies below 0."""
    changes = (estimate_slope(range(len(scores)), scores) for scores in conversations)
    return sum(change.high is not None and change.high < 0 for change in changes)


def main(path: str) -> None:
    """Print what the guide to personas shows."""
    with gzip.open(path, "rt") as lines:
        chats = [json.loads(line)["messages"] for line in lines]
    policy = read_clauses(chats[0][0]["content"])
    print(f"the policy has {len(policy)} clauses, {sum(bool(one.checks) for one in policy)} of them checkable")
    audits = audit_conversations(chats, HOUSE_STYLE)
    print(f"{sum(map(len, audits))} answers in {len(audits)} conversations")
    broken = Counter(fault.clause.text for some in audits for one in some for fault in one.broken)
    for text, count in broken.most_common():
        print(f"{count:5} {text}")
    for turn, values in list(means_by_turn(audits).items())[:SHOWN]:
        print(f"turn {turn}: {fmean(values):.2f} (n={len(values)})")
    scores = [scores_of(some) for some in audits]
    print(f"decays: {count_decays(scores)} of {len(scores)}")
    drawn = random.Random(0)
    shuffled = [drawn.sample(some, len(some)) for some in scores for _ in range(SHUFFLES)]
    print(f"with turns shuffled: {count_decays(shuffled) / len(shuffled):.1%}")


if __name__ == "__main__":
    main(sys.argv[1])
