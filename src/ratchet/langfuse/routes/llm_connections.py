"""/api/public/llm-connections: connections to providers of models."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.auth.guard import Caller
from ratchet.connections.connecting import connect
from ratchet.errors import NotFound
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Records, ServerSecret
from ratchet.langfuse.connection_body import ConnectionBody
from ratchet.langfuse.connection_view import to_connection
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.store.records.llm_connections import delete_connection, read_connections

router = APIRouter(prefix="/api/public/llm-connections", route_class=LangfuseRoute, tags=["langfuse"])

Sent = Annotated[ConnectionBody, Depends(body_of(ConnectionBody))]


@router.get("")
def list_page(caller: Caller, records: Records, asked: Annotated[PageParameters, Query()]) -> dict[str, Any]:
    """A page of connections, the oldest first."""
    found = read_connections(records, caller.project_id)
    page = found[asked.offset : asked.offset + asked.limit]
    return {"data": [to_connection(connection) for connection in page], "meta": asked.meta(len(found))}


@router.put("")
def upsert(caller: Caller, records: Records, secret: ServerSecret, sent: Sent) -> dict[str, Any]:
    """Make a connection, or replace the one of the same provider."""
    return to_connection(connect(records, secret, caller.project_id, sent.to_wanted()))


@router.delete("/{connection_id}")
def delete(connection_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """Delete a connection with its key."""
    if "\0" in connection_id or not delete_connection(records, caller.project_id, connection_id):
        raise NotFound(f"LLM connection {connection_id} not found within authorized project")
    return {"message": "LLM connection successfully deleted"}
