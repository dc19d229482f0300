"""Reading a request's body: chunked or not, compressed or not, never more than a limit."""

import zlib

import zstandard
from fastapi import Request
from starlette.requests import ClientDisconnect

from ratchet.errors import Invalid, TooLarge

# Output is taken in pieces, so that a bomb is noticed after one piece too many.
_PIECE_BYTES = 1024 * 1024
# zstandard cannot be told to stop after so much output, only be fed little: this much becomes 32 MiB at the worst.
_ZSTD_FEED_BYTES = 1024
_WINDOW_BYTES_MAX = 32 * 1024 * 1024


async def read_body(request: Request, size_bytes_max: int) -> bytes:
    """The body, decompressed by its `Content-Encoding` (gzip, deflate, zstd or identity).

    Raises `TooLarge` when it is over the limit, before or after decompression, and `Invalid` when it is broken.
    """
    raw = await _read_raw(request, size_bytes_max)
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    return decompress(raw, encoding, size_bytes_max)


def decompress(raw: bytes, encoding: str, size_bytes_max: int) -> bytes:
    """Bytes as they were before `encoding`; see `read_body` for the errors."""
    match encoding:
        case "identity" | "":
            return raw
        case "gzip" | "x-gzip":
            return _inflate(raw, 16 + zlib.MAX_WBITS, encoding, size_bytes_max)
        case "deflate":
            # By the standard a zlib stream; some clients send the bare one.
            bits = zlib.MAX_WBITS if raw[:1] == b"\x78" else -zlib.MAX_WBITS
            return _inflate(raw, bits, encoding, size_bytes_max)
        case "zstd":
            return _unzstd(raw, size_bytes_max)
        case _:
            raise Invalid(f"Content-Encoding {encoding!r} is not known here: send gzip, deflate, zstd or identity.")


async def _read_raw(request: Request, size_bytes_max: int) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > size_bytes_max:
        raise _too_large(size_bytes_max)
    pieces: list[bytes] = []
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > size_bytes_max:
                raise _too_large(size_bytes_max)
            pieces.append(piece)
    except ClientDisconnect as error:
        raise Invalid("The connection ended before the body did.") from error
    return b"".join(pieces)


def _inflate(raw: bytes, window_bits: int, encoding: str, size_bytes_max: int) -> bytes:
    out: list[bytes] = []
    size = 0
    try:
        while raw:  # gzip allows several members, one after the other
            stream = zlib.decompressobj(window_bits)
            while not stream.eof:
                piece = stream.decompress(raw, _PIECE_BYTES)
                raw = stream.unconsumed_tail
                size += len(piece)
                if size > size_bytes_max:
                    raise _too_large(size_bytes_max)
                if not piece and not raw and not stream.eof:
                    raise Invalid(f"The body ends in the middle of its {encoding} stream.")
                out.append(piece)
            raw = stream.unused_data
    except zlib.error as error:
        raise Invalid(f"The body is no {encoding} stream: {error}.") from error
    return b"".join(out)


def _unzstd(raw: bytes, size_bytes_max: int) -> bytes:
    out: list[bytes] = []
    size = at = 0
    try:
        while at < len(raw):  # as gzip, several frames are one stream
            stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES_MAX).decompressobj()
            while not stream.eof:
                if at >= len(raw):
                    raise Invalid("The body ends in the middle of its zstd stream.")
                piece = stream.decompress(raw[at : at + _ZSTD_FEED_BYTES])
                at += _ZSTD_FEED_BYTES
                size += len(piece)
                if size > size_bytes_max:
                    raise _too_large(size_bytes_max)
                out.append(piece)
            at = min(at, len(raw)) - len(stream.unused_data)
    except zstandard.ZstdError as error:
        raise Invalid(f"The body is no zstd stream: {error}.") from error
    return b"".join(out)


def _too_large(size_bytes_max: int) -> TooLarge:
    return TooLarge(
        f"The body is over {size_bytes_max:,} bytes after decompression. Send smaller batches.",
        details={"size_bytes_max": size_bytes_max},
    )
