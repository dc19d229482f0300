"""Media: an image, a sound or a document that a trace or a dataset's item refers to, kept once by its content."""

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_ID_LENGTH = 22


def to_media_id(sha256: bytes) -> str:
    """The id of a content: 132 bits of its hash, in an alphabet for addresses. SDKs compute the same one."""
    return base64.urlsafe_b64encode(sha256).decode()[:_ID_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One content of a project; `sha256` is in hexadecimal, `blob` names where its bytes are once they are here.

    Until then `size_bytes` is what was announced, and `failure` what became of the attempt to send it, if anyone said.
    """

    project_id: str
    id: str
    content_type: str
    size_bytes: int
    sha256: str
    created_at: datetime
    uploaded_at: datetime | None = None
    blob: str | None = None
    failure: str = ""


class OwnerKind(StrEnum):
    """What can refer to media."""

    TRACE = "trace"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class MediaUse:
    """That a trace (or a span of it) or an item refers to media, which is kept as long as anything does."""

    project_id: str
    media_id: str
    kind: OwnerKind
    owner_id: str
