"""Preference pairs: of the answers to one question a better and a worse one, as scores, corrections and runs say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.export.chat import Message, find_tools, to_prompt
from ratchet.export.encoding import dump_json
from ratchet.export.rivals import Answer


class Pair(NamedTuple):
    """A prompt with a chosen and a rejected answer, and the position of the item that the prompt is from."""

    position: int
    prompt: Sequence[Message]
    tools: Sequence[Any]
    chosen: Answer
    rejected: Answer


class Question:
    """A prompt, and every answer to it that was found."""

    def __init__(self, position: int, record: Mapping[str, Any], prompt: Sequence[Message]) -> None:
        self.position = position
        self.prompt = prompt
        self.tools = find_tools(record)
        self.answers: list[Answer] = []


class Questions:
    """Gathers the answers of items that ask the same."""

    def __init__(self, order: ExportOrder) -> None:
        self._order = order
        self._found: dict[bytes, Question] = {}

    def add(self, position: int, record: Mapping[str, Any], answers: Iterable[Answer]) -> None:
        """Take the answers to what a record asks, if it asks anything."""
        prompt = to_prompt(record, self._order.system_prompt)
        if prompt:
            question = self._found.setdefault(dump_json(prompt), Question(position, record, prompt))
            question.answers += answers

    def pairs(self) -> Iterator[Pair]:
        """The pairs, at most one for each question."""
        for question in self._found.values():
            if (both := _choose(question.answers, self._order.margin)) is not None:
                yield Pair(question.position, question.prompt, question.tools, *both)


def _choose(answers: Sequence[Answer], margin: float) -> tuple[Answer, Answer] | None:
    """A correction and what was said instead; else the best and the worst, if they differ by the margin at least."""
    corrections = [answer for answer in answers if answer.is_correction]
    others = [answer for answer in answers if not answer.is_correction]
    if corrections and others:
        rejected = min(others, key=lambda answer: (answer.score is not None, answer.score or 0.0))
        chosen = corrections[-1]
        return (chosen, rejected) if chosen.text != rejected.text else None
    scored = sorted((answer for answer in answers if answer.score is not None), key=lambda answer: answer.score or 0.0)
    if len(scored) < 2 or scored[0].text == scored[-1].text:
        return None
    gap = (scored[-1].score or 0.0) - (scored[0].score or 0.0)
    return (scored[-1], scored[0]) if gap > 0 and gap >= margin - 1e-9 else None


def to_preference(pair: Pair, kind: ExportFormat) -> dict[str, Any]:
    """A pair as trainers take it, or as OpenAI does."""
    chosen, rejected = ([{"role": "assistant", "content": each.text}] for each in (pair.chosen, pair.rejected))
    if kind is ExportFormat.OPENAI_PREFERENCE:
        given = {"messages": pair.prompt, "tools": pair.tools, "parallel_tool_calls": True}
        return {"input": given, "preferred_output": chosen, "non_preferred_output": rejected}
    tools = {"tools": pair.tools} if pair.tools else {}
    return {"prompt": pair.prompt, "chosen": chosen, "rejected": rejected, **tools}
