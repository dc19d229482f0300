"""Whether the server is alive, and whether it can work; open without a key."""

from fastapi import APIRouter

from ratchet.http.state import Events, Records

router = APIRouter(tags=["health"])


@router.get("/healthz")
def read_liveness() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def read_readiness(events: Events, records: Records) -> dict[str, str]:
    """Both stores answer; 503 when one does not."""
    events.query("SELECT 1")
    records.ping()
    return {"status": "ready"}
