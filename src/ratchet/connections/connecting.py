"""Making, replacing and trying connections."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ratchet.domain.llm_connection import Adapter, LlmConnection, StructuredOutput
from ratchet.errors import NotFound
from ratchet.http.fields import invalid_field
from ratchet.llm.sealing import seal
from ratchet.net.address import check_url
from ratchet.store.records import RecordStore
from ratchet.store.records.llm_connections import read_connection, read_connections, write_connection

_HINT_LENGTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A connection as somebody wants it; a key or headers of `None` leave what is stored."""

    provider: str
    adapter: Adapter
    key: str | None
    base_url: str | None = None
    models: Sequence[str] = ()
    has_default_models: bool = True
    default_model: str = ""
    headers: Mapping[str, str] | None = None
    structured_output: StructuredOutput = StructuredOutput.TOOL
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])


def connect(records: RecordStore, secret: str, project_id: str, wanted: Wanted) -> LlmConnection:
    """Make a connection, or replace the one of the same provider; raises `Invalid` when there is no key.

    Its address may be in a private network, where models of one's own are, but never a cloud's metadata. A stored key
    goes only to the address that it was stored for: another address needs the key again.
    """
    if wanted.base_url is not None:
        check_url(wanted.base_url, allow_private=True, field="base_url")
    known = read_connection(records, project_id, wanted.provider)
    sealed_key, hint = _seal_key(secret, wanted, known)
    sealed_headers, header_names = _seal_headers(secret, wanted, known)
    now = datetime.now(UTC)
    made = LlmConnection(
        project_id=project_id,
        id=uuid4().hex,
        provider=wanted.provider,
        adapter=wanted.adapter,
        sealed_key=sealed_key,
        key_hint=hint,
        base_url=wanted.base_url,
        models=tuple(wanted.models),
        has_default_models=wanted.has_default_models,
        default_model=wanted.default_model,
        sealed_headers=sealed_headers,
        header_names=header_names,
        structured_output=wanted.structured_output,
        options=wanted.options,
        created_at=now,
        updated_at=now,
    )
    return write_connection(records, made)


def find_connection(records: RecordStore, project_id: str, connection_id: str) -> LlmConnection:
    """A connection by its id; raises `NotFound` when there is none."""
    found = (one for one in read_connections(records, project_id) if one.id == connection_id)
    connection = next(found, None)
    if connection is None:
        raise NotFound(
            f"There is no connection {connection_id!r} in this project. GET /admin/llm-connections lists them."
        )
    return connection


def _seal_key(secret: str, wanted: Wanted, known: LlmConnection | None) -> tuple[str, str]:
    if wanted.key is not None:
        return seal(secret, wanted.key), _to_hint(wanted.key)
    if known is None:
        raise invalid_field(
            "api_key", "A new connection needs its key; for a model that asks for none, any text will do"
        )
    _check_place(wanted, known, "api_key")
    return known.sealed_key, known.key_hint


def _seal_headers(secret: str, wanted: Wanted, known: LlmConnection | None) -> tuple[str, tuple[str, ...]]:
    if wanted.headers is not None:
        sealed = seal(secret, json.dumps(dict(wanted.headers))) if wanted.headers else ""
        return sealed, tuple(wanted.headers)
    if known is None or not known.sealed_headers:
        return "", ()
    _check_place(wanted, known, "headers")
    return known.sealed_headers, known.header_names


def _check_place(wanted: Wanted, known: LlmConnection, field_name: str) -> None:
    if (wanted.adapter, wanted.base_url) != (known.adapter, known.base_url):
        raise invalid_field(field_name, "Another address needs this again: what is stored is for the one before")


def _to_hint(key: str) -> str:
    """Enough to tell keys apart, and nothing of a short one."""
    return f"...{key[-_HINT_LENGTH:]}" if len(key) >= 4 * _HINT_LENGTH else "..."
