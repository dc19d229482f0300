"""GET /api/public/health and /ready; open without a key."""

from fastapi import APIRouter

from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, Records

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

# The version of Langfuse's server whose interface is spoken here: what clients that ask for one want to know.
SPOKEN_VERSION = "4.75.0"


@router.get("/health")
def read_health() -> dict[str, str]:
    """The server answers."""
    return {"status": "OK", "version": SPOKEN_VERSION}


@router.get("/ready")
def read_readiness(events: Events, records: Records) -> dict[str, str]:
    """Both stores answer; 503 when one does not."""
    events.query("SELECT 1")
    records.ping()
    return {"status": "OK", "version": SPOKEN_VERSION}
