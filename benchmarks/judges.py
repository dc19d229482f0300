"""How far judges that need no model agree with GPT-4's preferences, over 3,220 real answers.

    python benchmarks/judges.py ../shared/data/alpaca_eval.jsonl.gz

The data has 805 instructions, four models' answers to each, and for each answer the probability that GPT-4 preferred
it over a fifth model's. There are no sources and no references in it, so the answers of the other models stand in for
them: what that measures is how much models say the same.
"""

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ratchet.domain.judge import Outcome, Verdict
from ratchet.judges.asking import ask_one
from ratchet.judges.kinds import make_judge
from ratchet.judges.kinds.kind import Kind, Surroundings
from ratchet.judges.subject import Source, Subject
from ratchet.stats.correlation import estimate_spearman
from ratchet.stats.estimate import Estimate, to_estimate
from ratchet.store.records import open_record_store
from ratchet.text.embeddings import is_installed

REFERENCE_MODEL = "gpt-3.5-turbo-1106_verbose"
RESAMPLES = 1000

JUDGES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "length, in words": ("length", {}),
    "refusal": ("refusal", {}),
    "token F1 with another model's answer": ("similarity", {}),
    "ROUGE-L with another model's answer": ("similarity", {"measure": "rouge_l"}),
    "ROUGE-L recall of another model's answer": ("similarity", {"measure": "rouge_l", "part": "recall"}),
    "groundedness in the other models' answers": ("groundedness", {}),
}
EMBEDDING = {"embedding similarity to another model's answer": ("embedding_similarity", {})}


class Answer(NamedTuple):
    """One model's answer, and how GPT-4 liked it."""

    question: str
    subject: Subject
    win_rate: float
    is_reference: bool


def read_answers(path: Path) -> Iterator[Answer]:
    """The answers of all models, question by question."""
    with gzip.open(path, "rt") as lines:
        for row in map(json.loads, lines):
            for model, answer in row["answers"].items():
                others = [other["output"] for name, other in row["answers"].items() if name != model]
                subject = Subject(
                    project_id="benchmark",
                    input=row["instruction"],
                    output=answer["output"],
                    expected_output=row["answers"][REFERENCE_MODEL]["output"],
                    sources=tuple(Source(other) for other in others),
                    model=model,
                )
                yield Answer(row["id"], subject, answer["win_rate"], model == REFERENCE_MODEL)


def to_number(outcome: Outcome) -> float | None:
    """The first verdict as a number; `None` where there is none."""
    first = outcome[0] if isinstance(outcome, tuple) else outcome
    return float(first.value) if isinstance(first, Verdict) else None


def estimate_concordance(questions: Sequence[str], values: Sequence[float], wins: Sequence[float]) -> Estimate:
    """Of pairs of answers to one question, how many the judge puts in GPT-4's order; ties count half."""
    by_question: dict[str, list[tuple[float, float]]] = {}
    for question, value, win in zip(questions, values, wins, strict=True):
        by_question.setdefault(question, []).append((value, win))
    tallies = np.array([_tally(answers) for answers in by_question.values()])
    draws = np.random.default_rng(0).integers(len(tallies), size=(RESAMPLES, len(tallies)))
    sums = tallies[draws].sum(axis=1)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    agreed, pairs = tallies.sum(axis=0)
    return to_estimate(agreed / pairs, low, high, int(pairs))


def _tally(answers: Sequence[tuple[float, float]]) -> tuple[float, float]:
    agreed = pairs = 0.0
    for place, (value, win) in enumerate(answers):
        for other_value, other_win in answers[:place]:
            if win != other_win:
                pairs += 1
                agreed += 0.5 if value == other_value else float((value > other_value) == (win > other_win))
    return agreed, pairs


def report(name: str, kind: Kind[Any], answers: Sequence[Answer]) -> str:
    """A row of the table: how one judge agrees."""
    began = time.process_time()
    judged = [(answer, to_number(ask_one(kind, answer.subject))) for answer in answers]
    each_ms = (time.process_time() - began) / len(answers) * 1000
    scored = [(answer, value) for answer, value in judged if value is not None]
    questions = [answer.question for answer, _ in scored]
    values, wins = [value for _, value in scored], [answer.win_rate for answer, _ in scored]
    rho = estimate_spearman(values, wins, groups=questions, resamples=RESAMPLES)
    pairs = estimate_concordance(questions, values, wins)
    return f"| {name} | {len(scored):,} | {show(rho, '+.2f')} | {show(pairs, '.2f')} | {each_ms:.2f} ms |"


def show(estimate: Estimate, form: str) -> str:
    """A number and its interval."""
    return f"{estimate.value:{form}} ({estimate.low:{form}} to {estimate.high:{form}})"


def main(path: Path) -> None:
    """Print the table."""
    answers = list(read_answers(path))
    print("| judge | answers | Spearman's rho with the win rate | pairs in GPT-4's order | CPU per answer |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as directory:
        records = open_record_store(f"sqlite:///{directory}/records.db")
        surroundings = Surroundings("benchmark", records, "no secret is used here")
        for name, (kind, parameters) in (JUDGES | (EMBEDDING if is_installed() else {})).items():
            asked = [answer for answer in answers if not (answer.is_reference and "another model" in name)]
            print(report(name, make_judge(kind, parameters, surroundings), asked), flush=True)
        records.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
