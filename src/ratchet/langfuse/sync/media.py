"""Media that traces and items refer to, carried over by their addresses; they keep their ids, which are hashes."""

import base64
import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

import httpx2

from ratchet.errors import NotFound, RatchetError
from ratchet.langfuse.sync.checkpoint import now
from ratchet.langfuse.sync.copying import Sync
from ratchet.langfuse.sync.remote import Row, to_error
from ratchet.langfuse.sync.windows import to_text

API = "/api/public"
KIND = "media"
_REFERENCE = re.compile(r"@@@langfuseMedia:(?:[^@]*\|)?id=([\w-]+)[^@]*@@@")
_PIECE_BYTES = 1024 * 1024
_IN_MEMORY_BYTES = 8 * 1024 * 1024
_UPLOAD_TIMEOUT_S = 300.0


def carry_media_of_trace(sync: Sync, trace: Row) -> None:
    """Take over what a trace and its observations refer to, each once: a trace often says what its root says."""
    carried = set[str]()
    for said in (*trace["observations"], trace):
        observation_id = said["id"] if said is not trace else None
        for field, media_id in _find(said, ("input", "output", "metadata")):
            if media_id not in carried:
                carried.add(media_id)
                _carry(sync, media_id, {"traceId": trace["id"], "observationId": observation_id, "field": field})


def carry_media_of_item(sync: Sync, item: Row) -> None:
    """Take over what an item refers to."""
    for field, media_id in _find(item, ("input", "expectedOutput", "metadata")):
        owner = {"datasetId": item["datasetId"], "datasetItemId": item["id"], "field": field}
        _carry(sync, media_id, owner)


def _find(said: Row, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The media that fields refer to, each once."""
    for field in fields:
        value: Any = said.get(field)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield from ((field, media_id) for media_id in dict.fromkeys(_REFERENCE.findall(text)))


def _carry(sync: Sync, media_id: str, owner: Row) -> None:
    account = sync.account(KIND)
    account.read += 1
    try:
        media = sync.source.get(f"{API}/media/{media_id}")
        with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
            if _pass_on(sync, media, owner, file):
                account.changed += 1
    except NotFound:
        account.refuse(media_id, "The source does not have it")
    except RatchetError as error:
        account.refuse(media_id, error.message)
    sync.tell(KIND)


def _pass_on(sync: Sync, media: Row, owner: Row, file: IO[bytes]) -> bool:
    """Announce media and send their bytes, unless they are there; tells whether they were sent."""
    digest, size_bytes = hashlib.sha256(), 0
    with sync.source.download(media["url"]) as response:
        for piece in response.iter_bytes(_PIECE_BYTES):
            digest.update(piece)
            size_bytes += len(piece)
            file.write(piece)
    checksum = base64.b64encode(digest.digest()).decode()
    said = {"contentType": media["contentType"], "contentLength": size_bytes, "sha256Hash": checksum}
    remote = sync.destination.remote
    announced: Any = remote.send("POST", f"{API}/media", json={**owner, **said})
    if announced["uploadUrl"] is None:
        return False
    file.seek(0)
    headers = {"content-type": media["contentType"], "content-length": str(size_bytes)}
    headers |= {"x-amz-checksum-sha256": checksum, "x-ms-blob-type": "BlockBlob"}
    answer = httpx2.put(announced["uploadUrl"], content=_pieces(file), headers=headers, timeout=_UPLOAD_TIMEOUT_S)
    report = {"uploadedAt": to_text(now()), "uploadHttpStatus": answer.status_code}
    remote.send("PATCH", f"{API}/media/{announced['mediaId']}", json=report)
    if answer.is_error:
        raise to_error(answer)
    return True


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece
