"""Pairwise: which of two answers is better, asked in both orders; a judge that contradicts itself says tie."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, Field

from ratchet.domain.judge import NotApplicable, Verdict
from ratchet.domain.llm_connection import LlmConnection
from ratchet.domain.qa import to_response
from ratchet.judges.kinds.llm import sections
from ratchet.judges.kinds.llm.kind import LlmKind, LlmParameters
from ratchet.judges.kinds.llm.quotes import find_quotes
from ratchet.judges.kinds.llm.repeats import Once
from ratchet.judges.kinds.llm.sections import Section
from ratchet.judges.subject import Subject

_RIVAL_NAMES = ("rival", "baseline_output")

WORTH = {"better": 1.0, "tie": 0.5, "worse": 0.0}
"""What a label comes to, so that an average is the share of comparisons won."""


class PairwiseParameters(LlmParameters):
    """What makes an answer better."""

    criterion: str = Field("correct, complete and helpful for the person who asked", min_length=1, max_length=10_000)


class Compared(BaseModel):
    """Which of two answers is better."""

    reasoning: str = Field(description="What decides between them, in at most four sentences")
    quotes: list[str] = Field(description="The words that decided, copied exactly", max_length=20)
    better: Literal["answer_1", "answer_2", "tie"]


class Pairwise(LlmKind[PairwiseParameters, Compared]):
    """1 when the answer beats its rival, 0 when it loses, 0.5 for a tie."""

    name = "pairwise"
    title = "Pairwise comparison, by a model"
    summary = "Whether the answer is better than a rival, such as the reference; both orders are asked."
    parameters_type = PairwiseParameters
    prompt_name = "pairwise"
    answer_type = Compared

    def read_prompt(self) -> str:
        return super().read_prompt().replace("{criterion}", self.parameters.criterion)

    def excuse(self, subject: Subject) -> str:
        return "" if subject.answer and _rival(subject) else "There is no rival to compare with, or no answer."

    def write_material(self, subject: Subject) -> Sequence[Section]:
        return [
            sections.question(subject),
            Section("answer_1", subject.answer),
            Section("answer_2", _rival(subject)),
        ]

    def to_verdict(self, said: Compared, subject: Subject) -> Verdict:
        label = {"answer_1": "better", "answer_2": "worse"}.get(said.better, "tie")
        evidence = find_quotes(said.quotes, subject.answer, _rival(subject))
        return Verdict(value=WORTH[label], label=label, reasoning=said.reasoning, evidence=evidence)

    async def ask_once(self, connection: LlmConnection, subject: Subject) -> Once:
        swapped = replace(subject, output=_competing(subject), rival=subject.output)
        straight, reverse = await asyncio.gather(
            super().ask_once(connection, subject), super().ask_once(connection, swapped)
        )
        match straight, reverse:
            case Verdict(), Verdict():
                return settle(straight, reverse)
            case Verdict(), _:
                return add_cost(reverse, straight)
            case _:
                return add_cost(straight, reverse)


def settle(straight: Verdict, reverse: Verdict) -> Verdict:
    """One verdict for both orders: what they agree on, else a tie. `reverse` was asked the other way round."""
    turned = {"better": "worse", "worse": "better"}.get(reverse.label, "tie")
    label = straight.label if straight.label == turned else "tie"
    reasoning = straight.reasoning
    if label != straight.label:
        reasoning = f"The order decided: {straight.label} as it stands, {turned} the other way round. {reasoning}"
    return replace(
        straight,
        value=WORTH[label],
        label=label,
        reasoning=reasoning,
        cost_usd=straight.cost_usd + reverse.cost_usd,
        metadata={**straight.metadata, "orders": [straight.label, turned]},
    )


def add_cost(outcome: Once, other: Once) -> Once:
    """An outcome that also bears what the other cost."""
    if isinstance(outcome, NotApplicable) or isinstance(other, NotApplicable):
        return outcome
    return replace(outcome, cost_usd=outcome.cost_usd + other.cost_usd)


def _competing(subject: Subject) -> Any:
    """The other answer: the one that is given, else one in the metadata, else the reference."""
    named = (subject.metadata.get(name) for name in _RIVAL_NAMES)
    candidates = (subject.rival, *named, subject.expected_output)
    return next((candidate for candidate in candidates if candidate not in (None, "")), None)


def _rival(subject: Subject) -> str:
    return to_response(_competing(subject)) or ""
