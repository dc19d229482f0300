"""Which kind of server is at the other end."""

from ratchet.errors import NotFound
from ratchet.langfuse.sync.copying import Destination
from ratchet.langfuse.sync.remote import Remote
from ratchet.langfuse.sync.to_langfuse import LangfuseDestination
from ratchet.langfuse.sync.to_ratchet import RatchetDestination


def open_destination(remote: Remote) -> Destination:
    """The server as what it is: a Ratchet takes copies, any other one what its public API takes."""
    try:
        remote.get("/admin/copies")
    except NotFound:
        return LangfuseDestination(remote)
    return RatchetDestination(remote)
