"""The guide to judges: its example works, and its figures are those of the data."""

import gzip
import json
import re
import sys
from pathlib import Path

import pytest

from ratchet.domain.judge import Verdict
from ratchet.judges.asking import ask_one
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.plugins import load_plugins
from ratchet.judges.subject import Subject
from ratchet.sdk import judging
from ratchet.stats.correlation import spearman

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guides/judges.md").read_text()
ANSWERS = ROOT.parent / "shared/data/alpaca_eval.jsonl.gz"


def test_the_function_of_the_guide_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: Surroundings) -> None:
    monkeypatch.setattr(judging, "_REGISTERED", {})
    monkeypatch.syspath_prepend(tmp_path)
    block = re.search(r"```python\n# house_judges\.py\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    (tmp_path / "guide_judges.py").write_text(block.group(1))
    load_plugins(["guide_judges"])
    sys.modules.pop("guide_judges")
    kind = make_judge("python", {"function": "names_a_price"}, alone)
    assert ask_one(kind, Subject(project_id="project", output="It costs $5.")) == Verdict(value=True)


@pytest.mark.skipif(not ANSWERS.exists(), reason="the AlpacaEval answers are not beside this checkout")
@pytest.mark.parametrize(("row", "kind"), [("length, in words", "length"), ("refusal", "refusal")])
def test_the_correlations_of_the_guide_are_those_of_the_answers(row: str, kind: str, alone: Surroundings) -> None:
    judge = make_judge(kind, {}, alone)
    with gzip.open(ANSWERS, "rt") as lines:
        answers = [answer for line in lines for answer in json.loads(line)["answers"].values()]
    verdicts = [judge.judge(Subject(project_id="project", output=answer["output"])) for answer in answers]
    values = [float(verdict.value) for verdict in verdicts if isinstance(verdict, Verdict)]
    told = re.search(rf"\| {row} \| 3,220 \| (\S+) ", GUIDE)
    assert told
    assert f"{spearman(values, [answer['win_rate'] for answer in answers]):+.2f}" == told.group(1)
    if kind == "refusal":
        assert f"**Refusals** are rare here ({sum(values):.0f} of 3,220)" in GUIDE
