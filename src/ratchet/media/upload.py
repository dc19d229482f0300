"""The bytes of media as they come: counted, hashed and written, and kept only when they are what was announced."""

import hashlib
from datetime import UTC, datetime

from ratchet.domain.media import Media
from ratchet.errors import Invalid, TooLarge
from ratchet.store.blobs import BlobStore
from ratchet.store.records import RecordStore
from ratchet.store.records.media import mark_uploaded


class Upload:
    """One attempt to send the bytes of media. Always `close` it."""

    def __init__(self, blobs: BlobStore, media: Media) -> None:
        self._media = media
        self._blob = blobs.create()
        self._digest = hashlib.sha256()
        self._size_bytes = 0
        self._kept = False

    def write(self, piece: bytes) -> None:
        """Take the next bytes; raises `TooLarge` when they are more than was announced."""
        self._size_bytes += len(piece)
        if self._size_bytes > self._media.size_bytes:
            raise TooLarge(f"More came than the {self._media.size_bytes:,} bytes that were announced.")
        self._digest.update(piece)
        self._blob.write(piece)

    def finish(self, records: RecordStore) -> None:
        """Keep what came, unless another attempt was quicker; raises `Invalid` when it is not what was announced."""
        if self._size_bytes != self._media.size_bytes:
            raise Invalid(f"{self._size_bytes:,} bytes came, and {self._media.size_bytes:,} were announced.")
        if self._digest.hexdigest() != self._media.sha256:
            raise Invalid("What came has another SHA-256 than was announced. Send it again.")
        self._blob.close()
        self._kept = mark_uploaded(records, self._media, blob=self._blob.name, at=datetime.now(UTC))

    def close(self) -> None:
        """Leave nothing behind of what is not kept."""
        if not self._kept:
            self._blob.discard()
