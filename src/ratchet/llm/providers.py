"""Providers of models as pydantic-ai speaks with them. It takes seconds to load, so only the first call loads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ratchet.domain.llm_connection import Adapter, LlmConnection
from ratchet.errors import Unavailable
from ratchet.llm.sealing import unseal
from ratchet.net.client import open_async_client

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.embeddings import EmbeddingModel
    from pydantic_ai.models import Model
    from pydantic_ai.providers import Provider

_Place: TypeAlias = tuple[str, str]

# Said always: the SDKs would else look for an address in the environment.
_HOMES = {
    Adapter.OPENAI: "https://api.openai.com/v1",
    Adapter.ANTHROPIC: "https://api.anthropic.com",
    Adapter.GOOGLE: "https://generativelanguage.googleapis.com",
}

# Judges wait less; this is for calls that name no time of their own.
_TIMEOUT_S = 150.0
_ANSWER_SIZE_BYTES_MAX = 16 * 2**20


class Providers:
    """The providers that are open, one per connection, on the loop of models. A changed connection is opened anew."""

    def __init__(self) -> None:
        self._open: dict[_Place, tuple[LlmConnection, Provider[Any]]] = {}

    def open_model(self, connection: LlmConnection, secret: str, name: str) -> Model:
        """A model of a connection; raises `Unavailable` when its key cannot be unsealed."""
        return _open_model(connection, self._find(connection, secret), name)

    def open_embedding_model(self, connection: LlmConnection, secret: str, name: str) -> EmbeddingModel:
        """A model that makes vectors; raises `Unavailable` as above, or when the provider has none."""
        return _open_embedding_model(connection, self._find(connection, secret), name)

    def _find(self, connection: LlmConnection, secret: str) -> Provider[Any]:
        place = (connection.project_id, connection.id)
        known, provider = self._open.get(place, (None, None))
        if provider is None or known != connection:
            provider = _open_provider(connection, unseal(secret, connection.sealed_key))
            self._open[place] = (connection, provider)
        return provider


def read_headers(connection: LlmConnection, secret: str) -> dict[str, str]:
    """The headers that people want sent along."""
    return json.loads(unseal(secret, connection.sealed_headers)) if connection.sealed_headers else {}


def _open_provider(connection: LlmConnection, key: str) -> Provider[Any]:
    base_url = connection.base_url or _HOMES[connection.adapter]
    client = _open_client(base_url)
    match connection.adapter:
        case Adapter.OPENAI:
            from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415

            return OpenAIProvider(base_url=base_url, api_key=key, http_client=client)
        case Adapter.ANTHROPIC:
            from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415

            return AnthropicProvider(base_url=base_url, api_key=key, http_client=client)
        case Adapter.GOOGLE:
            from pydantic_ai.providers.google import GoogleProvider  # noqa: PLC0415

            return GoogleProvider(base_url=base_url, api_key=key, http_client=client)


def _open_client(base_url: str) -> httpx2.AsyncClient | None:
    """One that goes to no cloud's metadata; where the environment names a proxy, that looks names up, and decides."""
    place = urlsplit(base_url)
    if getproxies().get(place.scheme) and not proxy_bypass(place.netloc):
        return None
    return open_async_client(allow_private=True, timeout_s=_TIMEOUT_S, max_body=_ANSWER_SIZE_BYTES_MAX)


def _open_model(connection: LlmConnection, provider: Provider[Any], name: str) -> Model:
    match connection.adapter:
        case Adapter.OPENAI:
            from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel  # noqa: PLC0415

            kind = OpenAIResponsesModel if connection.options.get("useResponsesApi") else OpenAIChatModel
            return kind(name, provider=provider)
        case Adapter.ANTHROPIC:
            from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415

            return AnthropicModel(name, provider=provider)
        case Adapter.GOOGLE:
            from pydantic_ai.models.google import GoogleModel  # noqa: PLC0415

            return GoogleModel(name, provider=provider)


def _open_embedding_model(connection: LlmConnection, provider: Provider[Any], name: str) -> EmbeddingModel:
    match connection.adapter:
        case Adapter.OPENAI:
            from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel  # noqa: PLC0415

            return OpenAIEmbeddingModel(name, provider=provider)
        case Adapter.GOOGLE:
            from pydantic_ai.embeddings.google import GoogleEmbeddingModel  # noqa: PLC0415

            return GoogleEmbeddingModel(name, provider=provider)
        case Adapter.ANTHROPIC:
            raise Unavailable("Anthropic has no embedding models. Name a connection to another provider.")
