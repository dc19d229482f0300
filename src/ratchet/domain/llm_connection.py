"""A connection to a provider of language models: where it is, and the key to it, sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Adapter(StrEnum):
    """Whose interface a provider speaks; `openai` is also that of gateways and of servers for models of one's own."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"
    GOOGLE = "google"


class StructuredOutput(StrEnum):
    """How a model is brought to answer in a given form: by calling a tool, by the provider, or by being told."""

    TOOL = "tool"
    NATIVE = "native"
    PROMPTED = "prompted"


DEFAULT_MODELS: Mapping[Adapter, str] = {
    Adapter.OPENAI: "gpt-5-mini",
    Adapter.ANTHROPIC: "claude-haiku-4-5",
    Adapter.GOOGLE: "gemini-2.5-flash",
}
"""What is asked where nobody has said which model: small ones, good enough to judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmConnection:
    """A provider under a name of the project's own.

    `sealed_key` and `sealed_headers` (a JSON object) can be opened with the server's secret only; `key_hint` and
    `header_names` are what people may see of them. `models` are those that people named.
    """

    project_id: str
    id: str
    provider: str
    adapter: Adapter
    sealed_key: str
    created_at: datetime
    updated_at: datetime
    key_hint: str = ""
    base_url: str | None = None
    models: tuple[str, ...] = ()
    has_default_models: bool = True
    default_model: str = ""
    sealed_headers: str = ""
    header_names: tuple[str, ...] = ()
    structured_output: StructuredOutput = StructuredOutput.TOOL
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def usual_model(self) -> str:
        """The model that is asked where nobody says which."""
        return self.default_model or next(iter(self.models), "") or DEFAULT_MODELS[self.adapter]
