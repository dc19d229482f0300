from pathlib import Path

import pytest

from ratchet.errors import Invalid, NotFound, Unavailable
from ratchet.store.blobs import BlobStore, open_blob_store

LARGE = bytes(range(256)) * 80_000  # more than one part of an upload


@pytest.fixture(params=["file", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    """A store of blobs: in a directory, then behind S3's wire."""
    url = f"file://{tmp_path}/blobs" if request.param == "file" else request.getfixturevalue("s3_url")
    return open_blob_store(url)


def write(blobs: BlobStore, content: bytes) -> str:
    blob = blobs.create()
    for at in range(0, len(content), 65_536):
        blob.write(content[at : at + 65_536])
    blob.close()
    return blob.name


@pytest.mark.parametrize("content", [b"a", LARGE], ids=["small", "large"])
def test_a_blob_comes_back_as_it_was_written(blobs: BlobStore, content: bytes) -> None:
    assert b"".join(blobs.read(write(blobs, content), 0, len(content))) == content


def test_a_part_of_a_blob_can_be_read(blobs: BlobStore) -> None:
    name = write(blobs, LARGE)
    assert b"".join(blobs.read(name, 10_000_000, 10_700_001)) == LARGE[10_000_000:10_700_001]


def test_a_blob_that_is_deleted_is_gone(blobs: BlobStore) -> None:
    name = write(blobs, b"content")
    blobs.delete([name])
    with pytest.raises(NotFound):
        blobs.read(name, 0, 7)
    blobs.delete([name])


@pytest.mark.parametrize("content", [b"a", LARGE], ids=["small", "large"])
def test_a_blob_that_is_discarded_half_way_leaves_nothing(blobs: BlobStore, content: bytes) -> None:
    blob = blobs.create()
    blob.write(content)
    blob.discard()
    with pytest.raises(NotFound):
        blobs.read(blob.name, 0, 1)


def test_a_store_that_does_not_answer_is_told_from_one_that_lost_a_blob(
    s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(Unavailable, match="cannot be reached"):
        write(open_blob_store(f"{s3_url}/elsewhere"), b"content")


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="cannot be reached or written"):
        open_blob_store(f"file://{tmp_path}/file").create()


@pytest.mark.parametrize("url", ["ftp://host/directory", "/directory", "memory://", ""])
def test_another_kind_of_place_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="RATCHET_MEDIA_URL"):
        open_blob_store(url)
