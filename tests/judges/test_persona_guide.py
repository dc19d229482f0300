"""The guide to personas: its clauses are read as it says, its code runs, and its figures are those of the data."""

import gzip
import json
import re
import sys
from pathlib import Path
from statistics import fmean

import pytest

from ratchet.domain.persona.reading import read_clause
from ratchet.domain.persona.written import parse_clause

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guides/personas.md").read_text()
CHATS = ROOT.parent / "shared/data/tau_airline.jsonl.gz"


def test_every_clause_of_the_table_is_checked() -> None:
    rows = re.search(r"\| clause \| check \|\n\|---\|---\|\n(.*?)\n\n", GUIDE, re.DOTALL)
    assert rows
    said = [sentence for row in rows[1].splitlines() for sentence in re.findall(r"[^.|]+\.", row.split("|")[1])]
    assert len(said) >= 10
    assert [sentence for sentence in said if read_clause(sentence.strip()).needs_reader] == []


def test_the_clause_that_says_its_checks_is_one() -> None:
    written = re.search(r"```json\n(\{\"text\".*?\})\n```", GUIDE, re.DOTALL)
    assert written
    clause = parse_clause(json.loads(written[1]))
    assert len(clause.checks) == 2
    assert clause.needs_reader


def test_the_loop_of_the_guide_returns_an_answer_without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATCHET_URL", "http://127.0.0.1:9")
    block = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    answers = iter(["Our policy forbids that.", "I am sorry, that cannot be."])
    names = {"ask_model": lambda _: next(answers)}
    exec(block[1], names)
    assert names["answer"]("May I return it?", "a trace") == "I am sorry, that cannot be."


@pytest.mark.slow
@pytest.mark.skipif(not CHATS.exists(), reason="the τ-bench conversations are not beside this checkout")
def test_the_figures_of_the_guide_are_those_of_the_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.persona import HOUSE_STYLE, audit_conversations, count_decays, means_by_turn, scores_of  # noqa: PLC0415

    with gzip.open(CHATS, "rt") as lines:
        audits = audit_conversations((json.loads(line)["messages"] for line in lines), HOUSE_STYLE)
    sys.modules.pop("benchmarks.persona")
    by_turn = [values for _, values in sorted(means_by_turn(audits).items())][:8]
    assert f"| mean of `persona_overall` | {' | '.join(f'{fmean(values):.2f}' for values in by_turn)} |" in GUIDE
    assert f"| conversations | {' | '.join(str(len(values)) for values in by_turn)} |" in GUIDE
    assert f"true for {count_decays(map(scores_of, audits))} of the 160 conversations" in GUIDE
