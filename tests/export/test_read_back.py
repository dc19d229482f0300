"""Every file is read back by what people read it with, and holds exactly the items that were selected."""

import json
from typing import Any

import orjson
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from writing_exports import Exporter

import datasets
from ratchet.domain.export import ExportFormat
from ratchet.export.openai_rules import find_fault

SPREAD = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # what fails is small enough to be read
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted'", '"quoted"', '""', "a,b;c", "line\nbreak", "\r\n", "\r"),
        *(
            "😀👩‍👩‍👧",
            "null",
            "true",
            "3",
            "{}",
            "[1",
            '{"query": "no"}',
            "\u2028",
            "\x7f\x00",
            "NaN",
            "\\N",
            "#N/A",
            " ",
        ),
        "a" * 100_000,
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ASKED = (
    VALUES
    | st.fixed_dictionaries({"query": TEXTS})
    | st.fixed_dictionaries({"messages": st.lists(st.fixed_dictionaries({"role": st.just("user"), "content": TEXTS}))})
)
METADATA = st.none() | VALUES | st.fixed_dictionaries({"score": st.floats(0, 1), "query_type": st.sampled_from("abc")})
ITEMS = st.lists(st.tuples(ASKED, VALUES, METADATA), min_size=1, max_size=25)
SPOKEN = st.text(min_size=1, max_size=60).filter(str.strip)
QA = st.lists(st.tuples(SPOKEN, SPOKEN, METADATA), min_size=12, max_size=25)


@SPREAD
@given(ITEMS)
def test_json_lines_hold_every_item_with_all_that_is_known_of_it(exporter: Exporter, values: list[Any]) -> None:
    dataset, items = exporter.keep(values)
    _, files = exporter.export(dataset, ExportFormat.JSONL)
    lines = [json.loads(line) for path in files for line in path.read_bytes().splitlines()]
    found = {line["id"]: line for line in lines}
    assert len(lines) == len(items)
    for item in items:
        line = found[item.id]
        assert (line["input"], line["expected_output"], line["metadata"]) == (
            *(item.input, item.expected_output, item.metadata),
        )
        facts = item.facts
        assert (line["query"], line["response"], line["score"]) == (facts.query, facts.response, facts.score)
        assert (line["query_type"], line["score_name"]) == (facts.query_type, facts.score_name)


@SPREAD
@given(ITEMS)
def test_parquet_is_read_by_pandas_and_polars_alike(exporter: Exporter, values: list[Any]) -> None:
    dataset, items = exporter.keep(values)
    _, files = exporter.export(dataset, ExportFormat.PARQUET)
    by_polars = pl.concat([pl.read_parquet(path) for path in files]).to_dicts()
    by_pandas = pd.concat([pd.read_parquet(path) for path in files])
    assert {row["id"]: (row["query"], row["response"]) for row in by_polars} == {
        item.id: (item.query, item.response) for item in items
    }
    assert sorted(by_pandas["id"]) == sorted(item.id for item in items)


@SPREAD
@given(ITEMS)
def test_csv_is_read_by_pandas_and_polars_and_holds_no_formula(exporter: Exporter, values: list[Any]) -> None:
    dataset, items = exporter.keep(values)
    _, [path] = exporter.export(dataset, ExportFormat.CSV, train_split=None)
    wanted = [(_cell(item.query), _cell(item.response), item.score, _cell(item.query_type)) for item in items]
    by_pandas = pd.read_csv(path, keep_default_na=False, dtype=str, lineterminator="\n")
    assert list(by_pandas.columns) == ["query", "response", "score", "query_type"]
    assert [(row.query, row.response, row.query_type) for row in by_pandas.itertuples()] == [
        (query or "", response or "", kind or "") for query, response, _, kind in wanted
    ]
    by_polars = pl.read_csv(path, schema_overrides={"score": pl.Float64}, infer_schema=False)
    assert [row["score"] for row in by_polars.to_dicts()] == [score for _, _, score, _ in wanted]
    assert not any((text or "").startswith(("=", "+", "-", "@", "\t", "\r")) for row in wanted for text in row[:2])


@SPREAD
@given(QA)
def test_huggingface_loads_the_directory_with_its_splits(exporter: Exporter, values: list[Any]) -> None:
    dataset, items = exporter.keep(values)
    done, files = exporter.export(dataset, ExportFormat.HUGGINGFACE)
    loaded = datasets.load_dataset(str(files[0].parent), cache_dir=str(exporter.root / "cache"))
    assert {name: split.num_rows for name, split in loaded.items()} == {
        "train": done.files[0].items,
        "validation": done.files[1].items,
    }
    pairs = sorted((row["instruction"], row["output"]) for split in loaded.values() for row in split)
    assert pairs == sorted((item.query, item.response) for item in items)


@SPREAD
@given(QA)
def test_every_line_for_openai_keeps_its_rules(exporter: Exporter, values: list[Any]) -> None:
    dataset, items = exporter.keep([*values, ("asked only", None, None), (None, "answered only", None)])
    done, files = exporter.export(dataset, ExportFormat.OPENAI, system_prompt="Be brief.")
    chats = [orjson.loads(line) for path in files for line in path.read_bytes().splitlines()]
    assert not any(map(find_fault, chats))
    said = sorted(tuple(message["content"] for message in chat["messages"]) for chat in chats)
    assert said == sorted(("Be brief.", item.query, item.response) for item in items[:-2])
    assert sum(each["count"] for each in done.report["left_out"]) == 2


def test_an_answer_of_a_megabyte_and_a_lone_surrogate_are_kept_or_refused_with_a_reason(
    exporter: Exporter, client: Any, fill: Any
) -> None:
    dataset, _ = exporter.keep([("long", "é" * 1_000_000, None)])
    _, [path, _] = exporter.export(dataset, ExportFormat.MESSAGES)
    assert len(orjson.loads(path.read_bytes())["messages"][1]["content"]) == 1_000_000
    refused = client.post(
        f"/admin/datasets/{fill([])}/items",
        content=b'{"input": "\\ud83d"}',
        headers={"content-type": "application/json"},
    )
    assert refused.status_code == 400


@pytest.mark.parametrize("kind", [ExportFormat.JSONL, ExportFormat.PARQUET, ExportFormat.CSV, ExportFormat.MESSAGES])
def test_the_same_version_filters_and_seed_give_the_same_bytes(exporter: Exporter, kind: ExportFormat) -> None:
    dataset, _ = exporter.keep([(f"q{n}", f"a{n}", {"score": n / 40}) for n in range(40)])
    first, second, other = (
        [path.read_bytes() for path in exporter.export(dataset, kind, min_score=0.2, seed=seed)[1]]
        for seed in (7, 7, 8)
    )
    assert first == second != other


def _cell(text: str | None) -> str | None:
    return f"'{text}" if text and text[0] in "=+-@\t\r\n＝＋－＠" else text
