"""Media as Langfuse's API shows them."""

from typing import Any

from ratchet.domain.media import Media
from ratchet.domain.time import format_moment
from ratchet.media.links import MediaLinks, Permission


def to_media(media: Media, links: MediaLinks) -> dict[str, Any]:
    """Media that are here, with an address for their bytes."""
    link = links.to_link(media, Permission.DOWNLOAD)
    return {
        "mediaId": media.id,
        "contentType": media.content_type,
        "contentLength": media.size_bytes,
        "uploadedAt": media.uploaded_at and format_moment(media.uploaded_at),
        "url": link.url,
        "urlExpiry": format_moment(link.expiry),
    }
