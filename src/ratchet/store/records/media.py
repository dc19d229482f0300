"""Media in the record store, and what refers to them. Their bytes are blobs."""

import hashlib
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from ratchet.domain.media import Media, MediaUse, OwnerKind
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import media, media_uses

# Below the limits of both databases on the number of parameters.
_IDS_PER_STATEMENT = 500


def write_media(store: RecordStore, announced: Media, use: MediaUse) -> Media:
    """Keep that media are referred to, and say what is known of them now.

    The type is the one that was said last; the size of what is here already stays as it is.
    """
    with _undisturbed(store, announced.project_id), store.write() as connection:
        known = _read(connection, announced.project_id, announced.id)
        if known is None:
            connection.execute(insert(media).values(asdict(announced)))
        elif known.uploaded_at is None:
            _change(connection, known, content_type=announced.content_type, size_bytes=announced.size_bytes)
        else:
            _change(connection, known, content_type=announced.content_type)
        _write_uses(connection, [use])
        return _read(connection, announced.project_id, announced.id) or announced


def write_media_uses(store: RecordStore, project_id: str, uses: Sequence[MediaUse]) -> None:
    """Keep that media are referred to; uses of media that are not here are passed over."""
    with _undisturbed(store, project_id), store.write() as connection:
        known = _read_many(connection, project_id, {use.media_id for use in uses})
        _write_uses(connection, [use for use in uses if use.media_id in known])


def read_media(store: RecordStore, project_id: str, media_id: str) -> Media | None:
    """One media, uploaded or not."""
    with store.read() as connection:
        return _read(connection, project_id, media_id)


def read_many_media(store: RecordStore, project_id: str, media_ids: Iterable[str]) -> dict[str, Media]:
    """Those of these media that are known, uploaded or not, by their ids."""
    with store.read() as connection:
        return _read_many(connection, project_id, set(media_ids))


def mark_uploaded(store: RecordStore, found: Media, *, blob: str, at: datetime) -> bool:
    """Keep where the bytes of media are, unless they are somewhere already; tells which."""
    with store.write() as connection:
        missing = update(media).where(_is(found.project_id, found.id), media.c.uploaded_at.is_(None))
        return bool(connection.execute(missing.values(blob=blob, uploaded_at=at, failure="")).rowcount)


def mark_failed(store: RecordStore, found: Media, failure: str) -> None:
    """Keep why the bytes of media did not come."""
    with store.write() as connection:
        _change(connection, found, failure=failure)


@contextmanager
def releasing_media(
    store: RecordStore, project_id: str, kind: OwnerKind, owner_ids: Collection[str]
) -> Generator[list[Media]]:
    """Give the media that only these owners refer to; when the block has deleted their bytes, forget all of it."""
    hashes = [_hash(kind, owner_id) for owner_id in owner_ids]
    with _undisturbed(store, project_id):
        with store.read() as connection:
            unused = _read_unused_but_for(connection, project_id, hashes)
        yield unused
        with store.write() as connection:
            connection.execute(delete(media_uses).where(_owned(project_id, hashes)))
            for found in unused:
                connection.execute(delete(media).where(_is(project_id, found.id)))


def _undisturbed(store: RecordStore, project_id: str) -> AbstractContextManager[None]:
    """Nobody finds media unused while somebody begins to use them."""
    return store.lock(f"media of {project_id}")


def _read(connection: Connection, project_id: str, media_id: str) -> Media | None:
    row = connection.execute(select(media).where(_is(project_id, media_id))).mappings().one_or_none()
    return Media(**row) if row else None


def _read_many(connection: Connection, project_id: str, media_ids: Collection[str]) -> dict[str, Media]:
    found: dict[str, Media] = {}
    for some in _parts(media_ids):
        rows = connection.execute(select(media).where(media.c.project_id == project_id, media.c.id.in_(some)))
        found.update((row["id"], Media(**row)) for row in rows.mappings())
    return found


def _read_unused_but_for(connection: Connection, project_id: str, hashes: Sequence[str]) -> list[Media]:
    theirs = select(media_uses.c.media_id).where(_owned(project_id, hashes))
    others = select(media_uses.c.media_id).where(
        media_uses.c.project_id == project_id,
        media_uses.c.media_id == media.c.id,
        media_uses.c.owner_sha256.not_in(hashes),
    )
    unused = select(media).where(media.c.project_id == project_id, media.c.id.in_(theirs), ~others.exists())
    return [Media(**row) for row in connection.execute(unused).mappings()]


def _change(connection: Connection, known: Media, **values: object) -> None:
    connection.execute(update(media).where(_is(known.project_id, known.id)).values(**values))


def _write_uses(connection: Connection, uses: Iterable[MediaUse]) -> None:
    for use in uses:
        owner = _hash(use.kind, use.owner_id)
        known = select(media_uses).where(_owned(use.project_id, [owner]), media_uses.c.media_id == use.media_id)
        if connection.execute(known).first() is None:
            connection.execute(insert(media_uses).values(asdict(use) | {"owner_sha256": owner}))


def _is(project_id: str, media_id: str) -> ColumnElement[bool]:
    return and_(media.c.project_id == project_id, media.c.id == media_id)


def _owned(project_id: str, hashes: Sequence[str]) -> ColumnElement[bool]:
    return and_(media_uses.c.project_id == project_id, media_uses.c.owner_sha256.in_(hashes))


def _hash(kind: OwnerKind, owner_id: str) -> str:
    """What an owner is found by; ids may be longer than what an index takes."""
    return hashlib.sha256(f"{kind} {owner_id}".encode()).hexdigest()


def _parts(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(ids)
    while some := tuple(islice(rest, _IDS_PER_STATEMENT)):
        yield some
