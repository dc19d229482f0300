"""ClickHouse's HTTP interface in front of chDB: the real client, the real wire and the real engine, without a server.

`python -m ratchet.testing.clickhouse --directory DIR --port 0` prints its URL and serves until it is told to stop;
`with running_gateway(directory) as gateway: open_event_store(gateway.url)` does so for a test.

It speaks: a query in the URL, the body or a form; `param_*` parameters; `database`, `default_format` and settings as
URL parameters; inserts with their data behind the statement; lz4, zstd, gzip and deflate in both directions; errors
with their status and `X-ClickHouse-Exception-Code`; `/ping`; requests at the same time; the server's limits on the
length of a URL and of a form field.

It does not cover: replication, clusters and Keeper; users, passwords, roles and quotas (every name is let in);
sessions and temporary tables (an id is ignored); external data; progress headers and answers that are sent while the
query runs (so no error in the middle of one); cancelling when the client goes away; the client protocol versions of
the Native format; the native TCP protocol; TLS.
"""

import argparse
import email
import email.policy
import gzip
import io
import json
import re
import socket
import subprocess
import sys
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import chdb
import lz4.frame
import uvicorn
import zstandard
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ratchet.errors import Unavailable

CONNECTIONS = 8
URL_SIZE_BYTES_MAX = 1024 * 1024
FIELD_SIZE_BYTES_MAX = 128 * 1024

# What a URL may say that is neither a parameter of the query nor a setting of the engine.
_TRANSPORT = frozenset(
    {
        *("query", "database", "default_format", "query_id", "quota_key", "user", "password", "role", "stacktrace"),
        *("session_id", "session_timeout", "session_check", "close_session", "client_protocol_version"),
        *("compress", "decompress", "wait_end_of_query", "buffer_size"),
    }
)
# The engine's error codes that are the asker's fault; any other is answered with 500.
_STATUS: Mapping[int, int] = {
    27: 400,  # CANNOT_PARSE_INPUT_ASSERTION_FAILED
    36: 400,  # BAD_ARGUMENTS
    43: 400,  # ILLEGAL_TYPE_OF_ARGUMENT
    46: 404,  # UNKNOWN_FUNCTION
    47: 404,  # UNKNOWN_IDENTIFIER
    53: 400,  # TYPE_MISMATCH
    60: 404,  # UNKNOWN_TABLE
    62: 400,  # SYNTAX_ERROR
    73: 404,  # UNKNOWN_FORMAT
    81: 404,  # UNKNOWN_DATABASE
    115: 404,  # UNKNOWN_SETTING
    456: 400,  # UNKNOWN_QUERY_PARAMETER
}
_CODE = re.compile(r"Code: (\d+)\.")
_FORMAT = re.compile(rb"\bFORMAT\s+(\w+)\s*;?\s*$", re.IGNORECASE)
_GIVES_ROWS = re.compile(
    rb"\s*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*\(*\s*(SELECT|WITH|SHOW|DESC|EXPLAIN|EXISTS|CHECK)", re.I | re.S
)


_WITH_DATA = re.compile(rb"\s*(INSERT\s+INTO\s[^;]*?)\sFORMAT\s+(\w+)[ \t]*\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One request, understood."""

    sql: bytes
    parameters: Mapping[str, str]
    settings: Mapping[str, str]
    database: str
    format: str

    @property
    def result_format(self) -> str | None:
        """The format of what it gives; None when it gives nothing."""
        if not _GIVES_ROWS.match(self.sql):
            return None
        named = _FORMAT.search(self.sql)
        return named.group(1).decode() if named else self.format


class StatementError(Exception):
    """An error as ClickHouse's HTTP interface tells it."""

    def __init__(self, message: str) -> None:
        found = _CODE.search(message)
        super().__init__(message)
        self.code = int(found.group(1)) if found else 1000
        self.status = _STATUS.get(self.code, 500)


class Engine:
    """A pool of connections to one chDB directory."""

    def __init__(self, directory: Path) -> None:
        # Any: chDB's own annotations do not know that a statement may be bytes.
        self._connections: LifoQueue[Any] = LifoQueue()
        for _ in range(CONNECTIONS):
            self._connections.put(chdb.connect(str(directory)))
        self.version, self.timezone = self._ask("SELECT version(), timezone()")

    def run(self, statement: Statement) -> tuple[bytes, dict[str, str]]:
        """What a statement gives, and its summary; raises `StatementError`."""
        connection = self._connections.get()
        try:
            # Every statement names its database, or gets the one a server would use.
            connection.query(f"USE `{statement.database}`")
            for name, value in statement.settings.items():
                connection.query(f"SET {_identifier(name)} = {_quoted(value)}")
            if with_data := _WITH_DATA.match(statement.sql):
                return b"", _insert(connection, with_data)
            result = connection.query(statement.sql, statement.format, params=dict(statement.parameters))
            return result.bytes() or b"", _summary(result)
        except RuntimeError as error:
            raise StatementError(f"{_message(error)} (version {self.version})") from error
        finally:
            for name in statement.settings:
                _reset(connection, name)
            self._connections.put(connection)

    def _ask(self, sql: str) -> list[str]:
        connection = self._connections.get()
        try:
            return connection.query(sql, "TabSeparated").bytes().decode().strip().split("\t")
        finally:
            self._connections.put(connection)


def create_gateway(directory: Path) -> Starlette:
    """The gateway as an ASGI application over a chDB directory."""
    engine = Engine(directory)

    async def answer(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(_answer, engine, request, body)

    async def ping(_request: Request) -> Response:
        return PlainTextResponse("Ok.\n")

    return Starlette(routes=[Route("/ping", ping), Route("/", answer, methods=["GET", "POST"])])


def _answer(engine: Engine, request: Request, body: bytes) -> Response:
    headers = {
        "X-ClickHouse-Query-Id": request.query_params.get("query_id") or str(uuid4()),
        "X-ClickHouse-Timezone": engine.timezone,
    }
    if request.method == "GET" and not request.query_params:
        return PlainTextResponse("Ok.\n", headers=headers)
    try:
        statement = read_statement(request, body)
        result, summary = engine.run(statement)
    except StatementError as error:
        headers["X-ClickHouse-Exception-Code"] = str(error.code)
        return PlainTextResponse(f"{error}\n", status_code=error.status, headers=headers)
    headers["X-ClickHouse-Summary"] = json.dumps(summary)
    if statement.result_format is not None:
        headers["X-ClickHouse-Format"] = statement.result_format
    if request.query_params.get("enable_http_compression") == "1":
        result, encoding = _compressed(result, request.headers.get("accept-encoding", ""))
        headers["Content-Encoding"] = encoding
    return Response(result, headers=headers, media_type="application/octet-stream")


def read_statement(request: Request, body: bytes) -> Statement:
    """What a request asks for; raises `StatementError`."""
    if len(str(request.url)) > URL_SIZE_BYTES_MAX:
        raise StatementError("Code: 1000. DB::Exception: URI too long (POCO_EXCEPTION)")
    given = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    body = _decompressed(body, request.headers.get("content-encoding", "identity"))
    if content_type.startswith("multipart/form-data"):
        given |= _read_form(content_type, body)
        body = b""
    return Statement(
        sql=b"\n".join(part for part in (given.get("query", "").encode(), body) if part),
        parameters={name.removeprefix("param_"): value for name, value in given.items() if name.startswith("param_")},
        settings={k: v for k, v in given.items() if k not in _TRANSPORT and not k.startswith("param_")},
        database=given.get("database") or "default",
        format=given.get("default_format") or "TabSeparated",
    )


def _read_form(content_type: str, body: bytes) -> dict[str, str]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    form = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    fields: dict[str, str] = {}
    for part in form.iter_parts():
        value = part.get_payload(decode=True)
        if not isinstance(value, bytes) or len(value) > FIELD_SIZE_BYTES_MAX:
            raise StatementError(
                "Code: 1000. DB::Exception: HTML Form Exception: Field value too long (POCO_EXCEPTION)"
            )
        fields[str(part.get_param("name", header="content-disposition"))] = value.decode()
    return fields


def _decompressed(body: bytes, encoding: str) -> bytes:
    match encoding:
        case "lz4":
            # A frame per block of the insert, one behind the other.
            with lz4.frame.LZ4FrameFile(io.BytesIO(body)) as frames:
                return frames.read()
        case "zstd":
            with zstandard.ZstdDecompressor().stream_reader(body, read_across_frames=True) as reader:
                return reader.read()
        case "gzip":
            return gzip.decompress(body)
        case "deflate":
            return zlib.decompress(body)
        case "identity":
            return body
        case _:
            raise StatementError(f"Code: 52. DB::Exception: Unknown HTTP encoding {encoding} (UNKNOWN_COMPRESSION)")


def _compressed(result: bytes, accepted: str) -> tuple[bytes, str]:
    names = {name.split(";")[0].strip() for name in accepted.split(",")}
    if "lz4" in names:
        return lz4.frame.compress(result), "lz4"
    if "zstd" in names:
        return zstandard.compress(result), "zstd"
    if "gzip" in names:
        return gzip.compress(result, compresslevel=1), "gzip"
    return (zlib.compress(result), "deflate") if "deflate" in names else (result, "identity")


def _message(error: RuntimeError) -> str:
    text = str(error)
    return text[max(text.find("Code: "), 0) :]


def _insert(connection: Any, statement: re.Match[bytes]) -> dict[str, str]:
    head, data_format = statement.groups()
    # chDB ends data that stands behind a statement at its first empty line; binary data has those.
    with connection.send_insert(head.decode(), data_format.decode()) as insert:
        insert.append(statement.string[statement.end() :])
        done = insert.finish()
    return {
        "written_rows": str(done.rows_written),
        "written_bytes": str(done.bytes_written),
        "elapsed_ns": str(int(done.elapsed * 1e9)),
    }


def _summary(result: Any) -> dict[str, str]:
    return {
        "read_rows": str(result.rows_read()),
        "read_bytes": str(result.bytes_read()),
        "elapsed_ns": str(int(result.elapsed() * 1e9)),
    }


def _identifier(name: str) -> str:
    if not re.fullmatch(r"\w+", name):
        raise StatementError(f"Code: 115. DB::Exception: Unknown setting '{name}' (UNKNOWN_SETTING)")
    return name


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _reset(connection: Any, name: str) -> None:
    # A setting that was refused above is refused here too, and needs no reset.
    with suppress(chdb.ChdbError, StatementError):
        connection.query(f"SET {_identifier(name)} = DEFAULT")


class Gateway:
    """A gateway in a process of its own, which can go away and come back on the same port and data."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._port = 0
        self.start()

    @property
    def url(self) -> str:
        """What `open_event_store` takes: its default database."""
        return self.url_of("default")

    def url_of(self, database: str) -> str:
        """What `open_event_store` takes, for another database."""
        return f"clickhouse://127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Start, and return once it answers."""
        where = ["--directory", str(self._directory), "--port", str(self._port)]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "ratchet.testing.clickhouse", *where], stdout=subprocess.PIPE, text=True
        )
        url = (self.process.stdout or sys.stdin).readline().strip()
        if not url:
            raise Unavailable(f"The gateway over {self._directory} ended with {self.process.wait()}.")
        self._port = urlsplit(url).port or 0

    def stop(self) -> None:
        """End it as a server ends that is asked to."""
        self.process.terminate()
        self.process.wait()

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running_gateway(directory: Path) -> Generator[Gateway]:
    """A gateway over a chDB directory, ready; ended when the block is."""
    gateway = Gateway(directory)
    try:
        yield gateway
    finally:
        gateway.kill()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m ratchet.testing.clickhouse", description=__doc__)
    parser.add_argument("--directory", type=Path, required=True, help="where chDB keeps its data")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    given = parser.parse_args()
    app = create_gateway(given.directory)
    with socket.create_server(("127.0.0.1", given.port), reuse_port=False) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201 - it is what was asked for
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
