"""Media as SDKs announce them, and report on what became of them."""

import base64
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from ratchet.http.fields import FreeId, Time

_SHA256_BYTES = 32


def _to_sha256(value: Any) -> bytes:
    try:
        digest = base64.b64decode(value, validate=True)
    except (TypeError, ValueError):
        digest = b""
    if len(digest) != _SHA256_BYTES:
        raise ValueError("This is base64 of the 32 bytes of a SHA-256")
    return digest


Sha256 = Annotated[bytes, BeforeValidator(_to_sha256)]


ContentType = Annotated[str, Field(pattern=r"^[A-Za-z]+/[A-Za-z0-9][A-Za-z0-9.+_-]{0,126}$"), AfterValidator(str.lower)]


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")


class AnnouncementIn(_Body):
    """What is going to be sent, and what refers to it."""

    trace_id: FreeId | None = None
    observation_id: FreeId | None = None
    dataset_id: FreeId | None = None
    dataset_item_id: FreeId | None = None
    content_type: ContentType
    content_length: Annotated[int, Field(gt=0)]
    sha256_hash: Sha256
    field: str


class ReportIn(_Body):
    """How the sending went, as the sender saw it."""

    uploaded_at: Time
    upload_http_status: Annotated[int, Field(ge=0, le=999)]
    upload_http_error: Annotated[str, Field(max_length=100_000)] | None = None
    upload_time_ms: Annotated[int, Field(ge=0)] | None = None
