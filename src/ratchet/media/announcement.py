"""Media that somebody is about to send: checked, and kept until their bytes come."""

from datetime import UTC, datetime

from ratchet.domain.media import Media, MediaUse, OwnerKind, to_media_id
from ratchet.errors import TooLarge
from ratchet.http.fields import invalid_field
from ratchet.media.schemas import AnnouncementIn
from ratchet.store.records import RecordStore
from ratchet.store.records.media import write_media

_FIELDS = {
    OwnerKind.TRACE: ("input", "output", "metadata"),
    OwnerKind.ITEM: ("input", "expectedOutput", "metadata"),
}


def announce_media(store: RecordStore, project_id: str, announced: AnnouncementIn, size_bytes_max: int) -> Media:
    """Keep what is announced, and what refers to it; what comes back is uploaded when its bytes are here already.

    Raises `Invalid` naming the field that is wrong, `TooLarge`.
    """
    kind, owner_id = _find_owner(announced)
    if announced.content_length > size_bytes_max:
        raise TooLarge(
            f"contentLength: over the {size_bytes_max:,} bytes that RATCHET_MEDIA_SIZE_BYTES_MAX allows.",
            details={"size_bytes_max": size_bytes_max},
        )
    media = Media(
        project_id=project_id,
        id=to_media_id(announced.sha256_hash),
        content_type=announced.content_type,
        size_bytes=announced.content_length,
        sha256=announced.sha256_hash.hex(),
        created_at=datetime.now(UTC),
    )
    return write_media(store, media, MediaUse(project_id, media.id, kind, owner_id))


def _find_owner(announced: AnnouncementIn) -> tuple[OwnerKind, str]:
    """What refers to the media: a trace or an item, and not both."""
    trace_id, item_id = announced.trace_id, announced.dataset_item_id
    if (trace_id is None) == (item_id is None):
        raise invalid_field("traceId", "Media belong to a trace (traceId) or to an item (datasetId, datasetItemId)")
    if announced.observation_id is not None and trace_id is None:
        raise invalid_field("observationId", "An observation goes with its traceId")
    if (announced.dataset_id is None) != (item_id is None):
        raise invalid_field("datasetId", "datasetId and datasetItemId go together")
    kind, owner_id = (OwnerKind.ITEM, item_id) if trace_id is None else (OwnerKind.TRACE, trace_id)
    if announced.field not in _FIELDS[kind]:
        raise invalid_field("field", f"{announced.field!r} is none of {', '.join(_FIELDS[kind])}")
    return kind, owner_id or ""
