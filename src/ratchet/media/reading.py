"""Media that are here: found, and reported on by whoever has sent them."""

from ratchet.domain.media import Media
from ratchet.errors import Conflict, NotFound
from ratchet.media.schemas import ReportIn
from ratchet.store.records import RecordStore
from ratchet.store.records.media import mark_failed, read_media

_SENT = (200, 201)
_FAILURE_CHARACTERS_MAX = 1000


def read_announced_media(store: RecordStore, project_id: str, media_id: str) -> Media:
    """Media, uploaded or not; raises `NotFound`."""
    media = read_media(store, project_id, media_id)
    if media is None:
        raise NotFound(f"Media {media_id} not found within authorized project")
    return media


def read_uploaded_media(store: RecordStore, project_id: str, media_id: str) -> Media:
    """Media whose bytes are here; raises `NotFound` saying what has become of them."""
    media = read_announced_media(store, project_id, media_id)
    if media.uploaded_at is None:
        reason = media.failure or "its bytes have not come yet"
        raise NotFound(f"Media {media_id} was announced and is not here: {reason}")
    return media


def take_report(store: RecordStore, project_id: str, media_id: str, report: ReportIn) -> None:
    """Keep why an upload failed; raises `Conflict` when it is said to have gone well and nothing has come."""
    media = read_announced_media(store, project_id, media_id)
    if media.uploaded_at is not None:
        return
    if report.upload_http_status in _SENT:
        raise Conflict(f"The bytes of media {media_id} have not come. Send them to the address that was given.")
    failure = f"its upload ended with HTTP {report.upload_http_status}: {report.upload_http_error or 'no reason given'}"
    mark_failed(store, media, failure[:_FAILURE_CHARACTERS_MAX])
