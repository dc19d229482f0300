import io
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ratchet.datasets.imports.formats import Format, find_format, read_rows
from ratchet.datasets.imports.row import ROW_SIZE_BYTES_MAX, Rejection, Row


class Slowly(io.BytesIO):
    """A file that notes how much was asked of it at once."""

    largest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self.largest = max(self.largest, len(line))
        return line


def read(content: bytes | BinaryIO, format_: Format) -> list[Row | Rejection]:
    return list(read_rows(io.BytesIO(content) if isinstance(content, bytes) else content, format_))


def columns(content: bytes | BinaryIO, format_: Format) -> list[Any]:
    return [row.columns if isinstance(row, Row) else row.reason for row in read(content, format_)]


def to_parquet(table: dict[str, Any], **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    pq.write_table(pa.table(table), file, **options)
    return file


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (b'{"input": 1}', Format.JSONL),
        (b'\xef\xbb\xbf\n {"input": 1}', Format.JSONL),
        (b"[1]", Format.JSONL),
        (b"input,expected_output\n", Format.CSV),
        (b"", Format.CSV),
        (b"PAR1\x15\x04", Format.PARQUET),
    ],
)
def test_a_format_is_told_by_how_a_file_begins(content: bytes, format_: Format) -> None:
    file = io.BytesIO(content)
    assert find_format(file) is format_
    assert file.tell() == 0


def test_each_line_of_json_is_a_row_and_keeps_its_number() -> None:
    rows = read(b'\xef\xbb\xbf{"input": {"q": 1}}\r\n\n  \n{"input": "b"}', Format.JSONL)
    assert [(row.line, row.columns) for row in rows if isinstance(row, Row)] == [
        (1, {"input": {"q": 1}}),
        (4, {"input": "b"}),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"input": 1,}', "no JSON"),
        (b'{"input": NaN}', "no JSON"),
        (b'{"input": "\xff"}', "no JSON"),
        (b'{"input": "\\ud800"}', "no JSON"),
        (b"[" * 5000, "no JSON"),
        (b'["a"]', "no JSON object"),
        (b'"a"', "no JSON object"),
    ],
)
def test_a_line_that_is_no_object_is_told_and_the_next_one_read(line: bytes, reason: str) -> None:
    bad, good = read(line + b'\n{"input": "fine"}\n', Format.JSONL)
    assert isinstance(bad, Rejection)
    assert bad.line == 1
    assert reason in bad.reason
    assert isinstance(good, Row)
    assert good.line == 2


def test_a_line_that_is_too_long_is_refused_without_being_held() -> None:
    file = Slowly(b'{"input": "' + b"x" * 3 * ROW_SIZE_BYTES_MAX + b'"}\n{"input": "fine"}\n')
    bad, good = read(file, Format.JSONL)
    assert isinstance(bad, Rejection)
    assert "10 MiB" in bad.reason
    assert isinstance(good, Row)
    assert (bad.line, good.line) == (1, 2)
    assert file.largest <= ROW_SIZE_BYTES_MAX + 1


def test_a_cell_is_a_text_unless_it_is_an_object_a_list_or_nothing() -> None:
    content = b'input,expected_output,n\n"say ""hi"", twice",{broken,007\n"{""q"": 1}","[1, 2]",\n'
    assert columns(content, Format.CSV) == [
        {"input": 'say "hi", twice', "expected_output": "{broken", "n": "007"},
        {"input": {"q": 1}, "expected_output": [1, 2], "n": None},
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_header_tells_what_separates_cells(separator: str) -> None:
    content = "\ufeffinput|answer\r\nwhat?|yes, or no; no\r\n".replace("|", separator)
    [row] = read(content.replace("yes, or no; no", '"yes, or no; no"').encode(), Format.CSV)
    assert isinstance(row, Row)
    assert row.columns == {"input": "what?", "answer": "yes, or no; no"}


def test_a_record_of_several_lines_is_known_by_its_first() -> None:
    rows = read(b'input,id\n"one\ntwo\nthree",1\n\nfour,2\n', Format.CSV)
    assert [(row.line, row.columns["input"]) for row in rows if isinstance(row, Row)] == [
        (2, "one\ntwo\nthree"),
        (6, "four"),
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"a,b,c", "3 cells and the header 2"),
        (b"a", "1 cells and the header 2"),
        (b'"a"b,c', "no CSV"),
        (b"\xff,b", "input: this is not in UTF-8"),
    ],
)
def test_a_record_that_is_wrong_is_told_and_the_next_one_read(record: bytes, reason: str) -> None:
    bad, good = read(b"input,id\n" + record + b"\nfine,1\n", Format.CSV)
    assert isinstance(bad, Rejection)
    assert bad.line == 2
    assert reason in bad.reason
    assert isinstance(good, Row)
    assert good.line == 3


def test_a_quote_that_is_never_closed_is_told_where_it_opens() -> None:
    _, bad = read(b'input\nfine\n"never\nclosed\n', Format.CSV)
    assert isinstance(bad, Rejection)
    assert (bad.line, "never closed" in bad.reason) == (3, True)


def test_a_record_that_goes_on_for_too_long_ends_the_file_without_being_held() -> None:
    file = Slowly(b'input\nfine\n"' + b"never closed\n" * (ROW_SIZE_BYTES_MAX // 12) + b"more\n" * ROW_SIZE_BYTES_MAX)
    _, bad = read(file, Format.CSV)
    assert isinstance(bad, Rejection)
    assert bad.ends_file
    assert file.tell() < 1.2 * ROW_SIZE_BYTES_MAX


@pytest.mark.parametrize(
    ("header", "reason"),
    [(b"input,id,input", "'input'"), ("input,id".encode("utf-16"), "UTF-8"), (b'"input,id', "never closed")],
)
def test_a_header_that_is_wrong_ends_the_file(header: bytes, reason: str) -> None:
    [bad] = read(header + b"\na,b,c\n", Format.CSV)[:1]
    assert isinstance(bad, Rejection)
    assert bad.ends_file
    assert reason in bad.reason


@pytest.mark.parametrize("format_", [Format.CSV, Format.JSONL])
def test_an_empty_file_has_no_rows(format_: Format) -> None:
    assert read(b"", format_) == []


def test_parquet_gives_values_of_every_type_that_json_has() -> None:
    file = to_parquet(
        {
            "input": [{"q": "what?", "n": 1}, None],
            "tags": [["a", "b"], []],
            "score": [0.5, float("nan")],
            "price": [Decimal("1.25"), None],
            "at": [datetime(2024, 1, 1, tzinfo=UTC), None],
        }
    )
    assert columns(file, Format.PARQUET) == [
        {
            "input": {"q": "what?", "n": 1},
            "tags": ["a", "b"],
            "score": 0.5,
            "price": 1.25,
            "at": "2024-01-01T00:00:00Z",
        },
        {"input": None, "tags": [], "score": None, "price": None, "at": None},
    ]


def test_rows_of_parquet_are_counted_from_one_over_all_row_groups() -> None:
    file = to_parquet({"input": [str(number) for number in range(1, 251)]}, row_group_size=70)
    rows = read(file, Format.PARQUET)
    assert [(row.line, row.columns["input"]) for row in rows if isinstance(row, Row)] == [
        (number, str(number)) for number in range(1, 251)
    ]


def test_a_value_that_json_has_no_form_for_is_refused_with_its_row() -> None:
    bad, good = read(to_parquet({"input": [b"\xff\x00", None]}), Format.PARQUET)
    assert isinstance(bad, Rejection)
    assert "bytes" in bad.reason
    assert isinstance(good, Row)


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:200], lambda whole: b"PAR1", lambda whole: whole[:-4] + b"ABCD"]
)
def test_a_file_that_is_no_parquet_says_so(damage: Callable[[bytes], bytes]) -> None:
    whole = to_parquet({"input": ["a"] * 100}).getvalue()
    [bad] = read(damage(whole), Format.PARQUET)
    assert isinstance(bad, Rejection)
    assert bad.ends_file
    assert "Parquet" in bad.reason


def test_damage_in_the_middle_of_parquet_keeps_the_rows_before_it() -> None:
    values = [f"{number:050d}" for number in range(400)]
    whole = bytearray(to_parquet({"input": values}, row_group_size=200, compression="snappy").getvalue())
    second = whole.index(b"00200", len(whole) // 3)
    whole[second - 60 : second + 60] = b"\x00" * 120
    *rows, bad = read(bytes(whole), Format.PARQUET)
    assert isinstance(bad, Rejection)
    assert (bad.line, bad.ends_file) == (len(rows) + 1, True)
    assert len(rows) >= 200


def test_a_small_file_of_large_values_is_read_in_little_memory() -> None:
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * 50, pa.int32()), pa.array(["z" * 4_000_000]))
    file = io.BytesIO()
    pq.write_table(pa.table({"input": shared}), file, store_schema=False)
    before = pa.total_allocated_bytes()
    for row in read_rows(file, Format.PARQUET):
        assert isinstance(row, Row)
        assert pa.total_allocated_bytes() - before < 100_000_000
