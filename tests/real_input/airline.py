"""The 160 real conversations of `tau_airline.jsonl.gz`, and what one counts in the file itself."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "tau_airline.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call of the agent, and what the tool gave back."""

    id: str
    name: str
    arguments: str
    result: str

    @property
    def failed(self) -> bool:
        """The tools of this data set say so in words."""
        return self.result.startswith("Error")

    @property
    def error(self) -> Exception:
        """What a tool of a real application would have raised."""
        return LookupError(self.result) if "flight" in self.result else ValueError(self.result)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the agent read, what it answered, and the tool it called, if any."""

    read: list[dict[str, Any]]
    answer: dict[str, Any]
    call: Call | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation: `reward` is 1 when the customer's task got done."""

    task_id: int
    trial: int
    reward: float
    turns: list[Turn]

    @property
    def name(self) -> str:
        return f"airline-{self.task_id}-{self.trial}"

    @property
    def calls(self) -> list[Call]:
        return [turn.call for turn in self.turns if turn.call]

    @property
    def failure(self) -> Call | None:
        """The last failed call of a conversation whose task was not done: the reason why it failed.

        So a conversation that got over an error of a tool holds a failed span, but is not a failed trace.
        """
        failed = [call for call in self.calls if call.failed]
        return failed[-1] if failed and not self.reward else None


def read_conversations() -> list[Conversation]:
    """Every conversation of the file, in its order."""
    with gzip.open(FILE, "rt") as lines:
        return [_conversation(json.loads(line)) for line in lines]


def _conversation(row: dict[str, Any]) -> Conversation:
    turns: list[Turn] = []
    read: list[dict[str, Any]] = []
    messages = row["messages"]
    for message, following in zip(messages, [*messages[1:], None], strict=True):
        if message["role"] == "assistant":
            turns.append(Turn(read, message, _call(message, following)))
            read = []
        else:
            read.append(message)
    return Conversation(row["task_id"], row["trial"], row["reward"], turns)


def _call(message: dict[str, Any], following: dict[str, Any] | None) -> Call | None:
    """The call of a message; its result follows it at once (ids do not tell: the file repeats them)."""
    if not message.get("tool_calls"):
        return None
    (call,) = message["tool_calls"]
    assert following is not None
    assert following["tool_call_id"] == call["id"]
    return Call(call["id"], call["function"]["name"], call["function"]["arguments"], following["content"])
