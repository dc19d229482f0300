"""Answers of bounded length."""

from collections.abc import AsyncIterator, Iterator

import httpx2

from ratchet.net.refusal import AnswerRefused


class BoundedBody(httpx2.SyncByteStream):
    """A body that is not read beyond a length."""

    def __init__(self, body: httpx2.SyncByteStream, size_bytes_max: int) -> None:
        self._body = body
        self._max = size_bytes_max

    def __iter__(self) -> Iterator[bytes]:
        size_bytes = 0
        for part in self._body:
            size_bytes += len(part)
            _check_size(size_bytes, self._max)
            yield part

    def close(self) -> None:
        self._body.close()


class AsyncBoundedBody(httpx2.AsyncByteStream):
    """The same for an event loop."""

    def __init__(self, body: httpx2.AsyncByteStream, size_bytes_max: int) -> None:
        self._body = body
        self._max = size_bytes_max

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size_bytes = 0
        async for part in self._body:
            size_bytes += len(part)
            _check_size(size_bytes, self._max)
            yield part

    async def aclose(self) -> None:
        await self._body.aclose()


def check_unpacked(response: httpx2.Response) -> None:
    """Raise `AnswerRefused` for a packed body, of which a few bytes may become gigabytes; none was asked for."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("", "identity"):
        raise AnswerRefused(f"The answer is packed as {packing[:40]}, although it was asked for as it is.")


def _check_size(size_bytes: int, size_bytes_max: int) -> None:
    if size_bytes > size_bytes_max:
        raise AnswerRefused(f"The answer is longer than {size_bytes_max:,} bytes, and was not read to its end.")
