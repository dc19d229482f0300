"""The routes under /admin/llm-connections: connections to providers of language models."""

from fastapi import APIRouter

from ratchet.auth.guard import Caller
from ratchet.connections.connecting import Wanted, connect, find_connection
from ratchet.connections.schemas import (
    ConnectionGoneOut,
    ConnectionIn,
    ConnectionOut,
    ConnectionsOut,
    TestedOut,
)
from ratchet.connections.trying import try_connection
from ratchet.errors import NotFound
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Records, ServerSecret
from ratchet.store.records.llm_connections import delete_connection, read_connection, read_connections
from ratchet.store.records.models import read_models

router = APIRouter(prefix="/admin/llm-connections", route_class=BoundedRoute, tags=["llm-connections"])


@router.get("")
def list_connections(caller: Caller, records: Records) -> ConnectionsOut:
    """The connections of the project, the oldest first; it is the one that is asked when none is named."""
    found = read_connections(records, caller.project_id)
    return ConnectionsOut(
        connections=[ConnectionOut.of(one, is_default=position == 0) for position, one in enumerate(found)]
    )


@router.put("")
def put(caller: Caller, records: Records, secret: ServerSecret, sent: ConnectionIn) -> ConnectionOut:
    """Make a connection, or replace the one of the same provider; the key is kept encrypted and never shown."""
    wanted = Wanted(
        provider=sent.provider,
        adapter=sent.adapter,
        key=None if sent.api_key is None else sent.api_key.get_secret_value(),
        base_url=sent.base_url,
        models=sent.models,
        default_model=sent.default_model or "",
        headers=sent.headers,
        structured_output=sent.structured_output,
    )
    connection = connect(records, secret, caller.project_id, wanted)
    usual = read_connection(records, caller.project_id)
    return ConnectionOut.of(connection, is_default=usual is not None and usual.id == connection.id)


@router.delete("/{connection_id}")
def delete(connection_id: str, caller: Caller, records: Records) -> ConnectionGoneOut:
    """Delete a connection with its key; judges that ask it fail with `not_configured` from now on."""
    if "\0" in connection_id or not delete_connection(records, caller.project_id, connection_id):
        raise NotFound(f"There is no connection {connection_id!r} in this project.")
    return ConnectionGoneOut(id=connection_id)


@router.post("/{connection_id}/test")
def try_out(
    connection_id: str, caller: Caller, records: Records, secret: ServerSecret, model: str | None = None
) -> TestedOut:
    """Ask a model of this connection something small, and say what came of it."""
    connection = find_connection(records, caller.project_id, connection_id)
    return try_connection(connection, secret, model or "", read_models(records, caller.project_id))
