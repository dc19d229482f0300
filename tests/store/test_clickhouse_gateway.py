"""The gateway speaks as ClickHouse does: the official driver and plain HTTP both say so."""

import gzip
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import clickhouse_connect
import httpx2
import lz4.frame
import pytest
import urllib3
import zstandard
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError

from ratchet.errors import Unavailable
from ratchet.testing.clickhouse import FIELD_SIZE_BYTES_MAX, URL_SIZE_BYTES_MAX, Gateway, running_gateway

Codec = Callable[[bytes], bytes]
CODECS: Mapping[str, tuple[Codec, Codec]] = {
    "gzip": (gzip.compress, gzip.decompress),
    "deflate": (zlib.compress, zlib.decompress),
    "zstd": (zstandard.compress, lambda data: zstandard.ZstdDecompressor().decompress(data)),
    "lz4": (lz4.frame.compress, lz4.frame.decompress),
}


@pytest.fixture
def http(gateway: Gateway) -> httpx2.Client:
    return httpx2.Client(base_url=gateway.url.replace("clickhouse://", "http://").removesuffix("/default"))


@pytest.fixture(params=["lz4", "zstd", "gzip", False])
def client(gateway: Gateway, request: pytest.FixtureRequest) -> Client:
    return clickhouse_connect.get_client(dsn=gateway.url, compress=request.param, autogenerate_session_id=False)


def test_rows_go_in_and_come_out_in_every_compression(client: Client) -> None:
    table = f"t_{uuid4().hex}"
    rows = [(n, f"text {n}\n\n\0🦜" * 20, {"a": n}) for n in range(5000)]
    client.command(f"CREATE TABLE {table} (n UInt32, s String, m Map(String, UInt32)) ENGINE = MergeTree ORDER BY n")
    summary = client.insert(table, rows, column_names=["n", "s", "m"], settings={"max_insert_threads": 1})
    assert summary.written_rows == len(rows)
    assert client.query(f"SELECT * FROM {table} ORDER BY n").result_rows == rows


def test_a_small_insert_says_how_many_rows_it_wrote_when_sent_as_text(http: httpx2.Client) -> None:
    table = f"t_{uuid4().hex}"
    assert http.post("/", content=f"CREATE TABLE {table} (a Int32, b String) ENGINE = Memory").content == b""
    query = {"query": f"INSERT INTO {table} FORMAT JSONEachRow"}
    done = http.post("/", params=query, content=b'{"a": 1, "b": "x"}\n\n{"a": 2, "b": "y"}')
    assert '"written_rows": "2"' in done.headers["X-ClickHouse-Summary"]
    http.post("/", content=f"INSERT INTO {table} VALUES (3, 'z')")
    assert http.post("/", content=f"SELECT sum(a) FROM {table}").text == "6\n"


def test_parameters_settings_database_and_format_come_with_the_url(http: httpx2.Client) -> None:
    answer = http.get(
        "/",
        params={
            "query": "SELECT {n:UInt8} + 1 AS n, getSetting('max_threads') AS t, currentDatabase() AS d",
            "param_n": "41",
            "max_threads": "1",
            "database": "system",
            "default_format": "JSONEachRow",
            "session_id": "any",
        },
    )
    assert answer.json() == {"n": 42, "t": 1, "d": "system"}
    assert answer.headers["X-ClickHouse-Format"] == "JSONEachRow"


def test_a_setting_is_forgotten_after_its_request(http: httpx2.Client) -> None:
    query = "SELECT getSetting('max_block_size')"
    usual = http.get("/", params={"query": query}).text
    assert http.get("/", params={"query": query, "max_block_size": "4711"}).text == "4711\n"
    assert {http.get("/", params={"query": query}).text for _ in range(20)} == {usual}


def test_parameters_too_long_for_a_url_travel_as_a_form(gateway: Gateway) -> None:
    client = clickhouse_connect.get_client(dsn=gateway.url, autogenerate_session_id=False)
    numbers = list(range(10_000))
    found = client.query("SELECT length({n:Array(UInt64)}), sum(arrayJoin({n:Array(UInt64)}))", {"n": numbers})
    assert found.result_rows == [(len(numbers), sum(numbers))]


def test_a_form_field_over_the_servers_limit_is_refused(gateway: Gateway) -> None:
    client = clickhouse_connect.get_client(dsn=gateway.url, autogenerate_session_id=False)
    with pytest.raises(DatabaseError, match="Field value too long"):
        client.query("SELECT length({text:String})", {"text": "x" * (FIELD_SIZE_BYTES_MAX + 2)})


def test_a_url_over_the_servers_limit_is_refused(http: httpx2.Client) -> None:
    long = urllib3.request("GET", f"{http.base_url}?query=SELECT+1&param_long={'x' * URL_SIZE_BYTES_MAX}")
    assert long.status >= 400


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("SELECT * FROM nowhere", 404, "60"),
        ("SELEC 1", 400, "62"),
        ("SELECT nonsense", 404, "47"),
        ("SELECT 1 FORMAT Nonsense", 404, "73"),
        ("SELECT throwIf(1)", 500, "395"),
        ("SELECT {missing:UInt8}", 400, "456"),
    ],
)
def test_an_error_has_its_status_and_its_code(http: httpx2.Client, query: str, status: int, code: str) -> None:
    response = http.post("/", content=query)
    assert (response.status_code, response.headers["X-ClickHouse-Exception-Code"]) == (status, code)
    assert response.text.startswith(f"Code: {code}. DB::Exception")


def test_an_unknown_setting_or_database_is_an_error(http: httpx2.Client) -> None:
    for wrong, code in (({"nonsense": "1"}, "115"), ({"database": "nowhere"}, "81"), ({"a'; b": "1"}, "115")):
        response = http.get("/", params={"query": "SELECT 1", **wrong})
        assert response.headers["X-ClickHouse-Exception-Code"] == code
    assert http.get("/", params={"query": "SELECT 1"}).text == "1\n"


def test_data_that_is_broken_is_an_error_and_writes_nothing(http: httpx2.Client) -> None:
    table = f"t_{uuid4().hex}"
    http.post("/", content=f"CREATE TABLE {table} (a Int32) ENGINE = Memory")
    broken = http.post("/", params={"query": f"INSERT INTO {table} FORMAT Native"}, content=b"\x01\x02\x03")
    assert broken.status_code >= 400
    assert broken.headers["X-ClickHouse-Exception-Code"].isdecimal()
    assert http.post("/", content=f"SELECT count() FROM {table}").text == "0\n"


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_a_plain_http_client_may_compress_what_it_sends(
    http: httpx2.Client, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    response = http.post("/", content=compress(b"SELECT 7"), headers={"Content-Encoding": encoding})
    assert response.text == "7\n"


def test_requests_at_the_same_time_are_answered_each_with_its_own(http: httpx2.Client) -> None:
    def ask(n: int) -> str:
        return http.get("/", params={"query": "SELECT {n:UInt32}", "param_n": n}).text

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(100))) == [f"{n}\n" for n in range(100)]


def test_it_answers_a_ping(http: httpx2.Client) -> None:
    assert http.get("/ping").text == http.get("/").text == "Ok.\n"


def test_a_gateway_that_cannot_start_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="gateway"), running_gateway(tmp_path / "file"):
        pass
