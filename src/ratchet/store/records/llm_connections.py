"""Connections to providers of language models in the record store; their keys are sealed before they come here."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from ratchet.domain.llm_connection import Adapter, LlmConnection, StructuredOutput
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import llm_connections


def write_connection(store: RecordStore, connection: LlmConnection) -> LlmConnection:
    """Store a connection, or replace the project's one of the same provider, which keeps its id and its first day."""
    same = (
        llm_connections.c.project_id == connection.project_id,
        llm_connections.c.provider == connection.provider,
    )
    row = asdict(connection)
    with store.write() as writing:
        known = writing.execute(select(llm_connections).where(*same)).mappings().one_or_none()
        if known is None:
            writing.execute(insert(llm_connections).values(row))
        else:
            row |= {"id": known["id"], "created_at": known["created_at"]}
            writing.execute(update(llm_connections).where(*same).values(row))
    return _to_connection(row)


def read_connections(store: RecordStore, project_id: str) -> list[LlmConnection]:
    """The connections of a project, the oldest first."""
    found = select(llm_connections).where(llm_connections.c.project_id == project_id)
    with store.read() as reading:
        rows = reading.execute(found.order_by(llm_connections.c.created_at, llm_connections.c.id)).mappings()
        return [_to_connection(row) for row in rows]


def read_connection(store: RecordStore, project_id: str, provider: str = "") -> LlmConnection | None:
    """The connection of this provider; without a name the project's oldest, which is the usual one."""
    connections = read_connections(store, project_id)
    return next((one for one in connections if provider in ("", one.provider)), None)


def delete_connection(store: RecordStore, project_id: str, connection_id: str) -> bool:
    """Forget a connection with its key; says whether there was one."""
    one = (llm_connections.c.project_id == project_id, llm_connections.c.id == connection_id)
    with store.write() as writing:
        return writing.execute(delete(llm_connections).where(*one)).rowcount > 0


def _to_connection(row: RowMapping | dict[str, Any]) -> LlmConnection:
    fields: dict[str, Any] = dict(row)
    fields["adapter"] = Adapter(fields["adapter"])
    fields["structured_output"] = StructuredOutput(fields["structured_output"])
    for name in ("models", "header_names"):
        fields[name] = tuple(fields[name])
    return LlmConnection(**fields)
