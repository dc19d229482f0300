"""/api/public/media: media announced, reported on and found. Their bytes travel by addresses with a token."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from ratchet.auth.guard import Caller
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Records, ServerSettings
from ratchet.langfuse.media_view import to_media
from ratchet.langfuse.routes.json_body import body_of
from ratchet.media.announcement import announce_media
from ratchet.media.links import Permission
from ratchet.media.reading import read_uploaded_media, take_report
from ratchet.media.routes import Links
from ratchet.media.schemas import AnnouncementIn, ReportIn

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


@router.post("/media", status_code=201)
def announce(
    caller: Caller,
    records: Records,
    links: Links,
    settings: ServerSettings,
    announced: Annotated[AnnouncementIn, Depends(body_of(AnnouncementIn))],
) -> dict[str, Any]:
    """Say what is going to be sent; the answer says where to, or that it is here already."""
    media = announce_media(records, caller.project_id, announced, settings.media_size_bytes_max)
    is_here = media.uploaded_at is not None
    return {"mediaId": media.id, "uploadUrl": None if is_here else links.to_link(media, Permission.UPLOAD).url}


@router.get("/media/{media_id}")
def read_one(media_id: str, caller: Caller, records: Records, links: Links) -> dict[str, Any]:
    """Media that are here, with an address for their bytes."""
    return to_media(read_uploaded_media(records, caller.project_id, media_id), links)


@router.patch("/media/{media_id}", status_code=204)
def report(
    media_id: str, caller: Caller, records: Records, reported: Annotated[ReportIn, Depends(body_of(ReportIn))]
) -> None:
    """Say how the sending went. What has come is known already; a failure is kept as the reason why it has not."""
    take_report(records, caller.project_id, media_id, reported)
