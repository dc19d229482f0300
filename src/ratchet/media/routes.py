"""PUT and GET /api/public/media/{id}/content: the bytes of media, for whoever has an address with a token."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from ratchet.domain.media import Media
from ratchet.errors import Invalid
from ratchet.http.address import base_url_of
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Blobs, Records, ServerSecret, ServerSettings
from ratchet.media.download import Part, parse_range, to_headers
from ratchet.media.links import MediaLinks, Permission
from ratchet.media.reading import read_announced_media, read_uploaded_media
from ratchet.media.upload import Upload

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


def get_links(request: Request, settings: ServerSettings, secret: ServerSecret) -> MediaLinks:
    """Makes addresses of media under which the caller reaches this server."""
    return MediaLinks(secret, base_url_of(request, settings))


Links = Annotated[MediaLinks, Depends(get_links)]
Token = Annotated[str, Query(description="Allows this one thing for an hour; a part of the address as it was given.")]


def find_announced(media_id: str, links: Links, records: Records, token: Token = "") -> Media:
    """The media that a token allows to upload."""
    project_id = links.read_project(token, media_id, Permission.UPLOAD)
    return read_announced_media(records, project_id, media_id)


def find_uploaded(media_id: str, links: Links, records: Records, token: Token = "") -> Media:
    """The media that a token allows to download."""
    project_id = links.read_project(token, media_id, Permission.DOWNLOAD)
    return read_uploaded_media(records, project_id, media_id)


@router.put("/media/{media_id}/content")
async def take_content(
    media: Annotated[Media, Depends(find_announced)], request: Request, records: Records, blobs: Blobs
) -> Response:
    """Take the bytes of media that were announced; they are kept when they are what was announced."""
    upload = await run_in_threadpool(Upload, blobs, media)
    try:
        async for piece in request.stream():
            await run_in_threadpool(upload.write, piece)
        await run_in_threadpool(upload.finish, records)
    except ClientDisconnect as error:
        raise Invalid("The connection ended before the body did.") from error
    finally:
        await run_in_threadpool(upload.close)
    return Response()


@router.get("/media/{media_id}/content")
def send_content(media: Annotated[Media, Depends(find_uploaded)], request: Request, blobs: Blobs) -> Response:
    """Send the bytes of media, or the part of them that `Range` asks for."""
    part = parse_range(request.headers.get("range"), media.size_bytes)
    if part is not None and part.start >= part.end:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{media.size_bytes}"})
    return _send(media, blobs, part)


def _send(media: Media, blobs: Blobs, part: Part | None) -> Response:
    headers = to_headers(media)
    if part is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{media.size_bytes}"
    start, end = part or (0, media.size_bytes)
    headers["Content-Length"] = str(end - start)
    pieces = blobs.read(media.blob or "", start, end)
    return StreamingResponse(pieces, status_code=200 if part is None else 206, headers=headers)
