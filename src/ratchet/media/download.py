"""How the bytes of media leave: a part of them if one is asked for, and never as a page that could do harm."""

import mimetypes
import re
from typing import NamedTuple

from ratchet.domain.media import Media
from ratchet.media.links import LIFETIME_S

# What a browser shows without running anything in it; whatever else there is, it saves.
_SHOWN = re.compile(r"(image/(?!svg)|audio/|video/|application/pdf$)")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Part(NamedTuple):
    """The bytes from one position to before another; none of them when the part lies behind the end."""

    start: int
    end: int


def parse_range(header: str | None, size_bytes: int) -> Part | None:
    """The part that a `Range` asks for; None when it is none, or several, or of another unit: everything is sent."""
    match = _RANGE.fullmatch(header or "")
    if match is None:
        return None
    first, last = match.groups()
    if first:
        end = min(int(last) + 1, size_bytes) if last else size_bytes
        return Part(int(first), end) if not last or int(first) <= int(last) else None
    return Part(max(size_bytes - int(last), 0), size_bytes) if last else None


def to_headers(media: Media) -> dict[str, str]:
    """The headers with which media leave, whatever part of them does."""
    disposition = "inline" if _SHOWN.match(media.content_type) else "attachment"
    file_name = media.id + (mimetypes.guess_extension(media.content_type) or "")
    headers = {
        "Content-Type": media.content_type,
        "Content-Disposition": f'{disposition}; filename="{file_name}"',
        "Accept-Ranges": "bytes",
        "ETag": f'"{media.sha256}"',
        "Cache-Control": f"private, max-age={LIFETIME_S}, immutable",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    if media.content_type != "application/pdf":  # browsers show no PDF in a sandbox
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return headers
