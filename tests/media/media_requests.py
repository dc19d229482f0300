"""Media as an SDK announces them."""

import base64
import hashlib
from typing import Any

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def announcement(content: bytes = PNG, **fields: Any) -> dict[str, Any]:
    """The body that says what is going to be sent: an image in the input of a trace unless told otherwise."""
    return {
        "traceId": "t1",
        "observationId": None,
        "contentType": "image/png",
        "contentLength": len(content),
        "sha256Hash": base64.b64encode(hashlib.sha256(content).digest()).decode(),
        "field": "input",
        **fields,
    }
