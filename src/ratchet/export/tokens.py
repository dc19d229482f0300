"""How many tokens an export has, and what training on it might cost: counted where tiktoken's files are at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.export.chat import to_chat
from ratchet.export.encoding import dump_json
from ratchet.export.openai_models import find_training_usd, read_on
from ratchet.text.tokens import count_tokens, find_encoding

# OpenAI's chat format spends about so many on each message, and at the end; from its cookbook.
_PER_MESSAGE = 3
_DEFAULT_MODEL = "gpt-4.1-mini"


@dataclass(slots=True)
class Tokens:
    """Counts tokens for a model; `is_estimated` when they are taken from the length of the text."""

    model: str | None
    total: int = 0
    items: int = 0
    most: int = 0

    @property
    def is_estimated(self) -> bool:
        return find_encoding(self.model or _DEFAULT_MODEL) is None

    def count(self, record: Mapping[str, Any], order: ExportOrder) -> int:
        """The tokens of an item, as a chat where it is written as one."""
        if order.format in (ExportFormat.OPENAI, ExportFormat.MESSAGES):
            chat = to_chat(record, order.system_prompt)
            return sum(_PER_MESSAGE + self._count(_to_text(message)) for message in chat["messages"]) + _PER_MESSAGE
        return self._count(f"{record['query'] or ''}\n{record['response'] or ''}")

    def add(self, tokens: int) -> None:
        """Count an item that is written."""
        self.total += tokens
        self.items += 1
        self.most = max(self.most, tokens)

    def describe(self, items: int) -> dict[str, Any]:
        """The figures for so many items, of which those that were counted speak for the others; None if none were."""
        total = round(self.total * items / self.items) if self.items else None
        model = self.model or _DEFAULT_MODEL
        rate = find_training_usd(model)
        return {
            "total": total,
            "most_in_one_item": self.most,
            "is_estimated": self.is_estimated or self.items < items,
            "model": model,
            "training_cost_usd_per_epoch": None if rate is None or total is None else round(total * rate / 1e6, 4),
            "prices_as_of": read_on(),
        }

    def _count(self, text: str) -> int:
        return count_tokens(text, self.model or _DEFAULT_MODEL)


def _to_text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    rest = {name: message[name] for name in ("content", "tool_calls", "name") if message.get(name) is not None}
    return content if isinstance(content, str) and len(rest) == 1 else dump_json(rest).decode()
