"""Connections to models as Langfuse's API shows them."""

from typing import Any

from ratchet.domain.llm_connection import Adapter, LlmConnection
from ratchet.domain.time import format_moment
from ratchet.langfuse.connection_body import ADAPTERS

_NAMES: dict[Adapter, str] = {adapter: name for name, adapter in ADAPTERS.items()}


def to_connection(connection: LlmConnection) -> dict[str, Any]:
    """A connection without its key and without the values of its headers."""
    return {
        "id": connection.id,
        "provider": connection.provider,
        "adapter": _NAMES[connection.adapter],
        "displaySecretKey": connection.key_hint,
        "baseURL": connection.base_url,
        "customModels": list(connection.models),
        "withDefaultModels": connection.has_default_models,
        "extraHeaderKeys": list(connection.header_names),
        "config": dict(connection.options) or None,
        "createdAt": format_moment(connection.created_at),
        "updatedAt": format_moment(connection.updated_at),
    }
