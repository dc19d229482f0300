"""Whether similarity finds better examples than score or chance does, and how long the server takes to choose.

    uv run python benchmarks/few_shot.py alpaca_eval.jsonl.gz [--examples 10000] [--requests 500]

The instructions are split in two: one half are examples (each with its best answer, and that answer's rate of wins as
the score), the other half ask. Who chooses sees instructions alone; what is chosen is judged by the answers. How much
an example's answer has to do with the answer to the query is the cosine of their words, weighed by how rare they are
(TF-IDF); nDCG at 3 compares what was chosen with the three best there are. Latencies are of `POST
/admin/few-shot/select` over HTTP to a server of its own, that has so many examples made of two instructions each.
"""

import argparse
import gzip
import json
import math
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import httpx2
import numpy as np

from ratchet.stats.estimate import estimate_mean
from ratchet.testing.server import running_server
from ratchet.text.words import to_content_stems

N = 3
SEED = 8
DATASET = "examples"
STRATEGIES = ("score", "similarity", "diverse")


class Row(NamedTuple):
    """An instruction with the best of its answers, and how good that is."""

    id: str
    query: str
    response: str
    score: float


def main() -> None:
    """Measure both, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=500)
    given = parser.parse_args()
    rows = read_rows(given.data)
    random.Random(SEED).shuffle(rows)
    half = len(rows) // 2
    with (
        tempfile.TemporaryDirectory() as name,
        running_server(Path(name), work=False) as server,
        server.client() as client,
    ):
        compare_strategies(client, rows[:half], rows[half:])
        measure_latencies(client, rows, given.examples, given.requests)


def read_rows(path: Path) -> list[Row]:
    """The instructions in a file of AlpacaEval."""
    with gzip.open(path, "rt") as lines:
        found = [json.loads(line) for line in lines]
    return [to_row(row) for row in found]


def to_row(row: Mapping[str, Any]) -> Row:
    """The best answer of those that there are."""
    best = max(row["answers"].values(), key=lambda answer: answer["win_rate"])
    return Row(row["id"], row["instruction"], best["output"], best["win_rate"])


def compare_strategies(client: httpx2.Client, pool: Sequence[Row], asking: Sequence[Row]) -> None:
    """How near the answers of what is chosen are to the answers of who asks."""
    fill(client, "halves", pool)
    nearness = compare_answers([row.response for row in asking], [row.response for row in pool])
    places = {row.id: place for place, row in enumerate(pool)}
    chance = random.Random(SEED)
    ways: dict[str, Callable[[Row], list[int]]] = {
        "random": lambda _row: chance.sample(range(len(pool)), N),
        **{
            way: lambda row, way=way: [
                places[one["id"]] for one in select(client, row.query, way, "halves")["examples"]
            ]
            for way in STRATEGIES
        },
    }
    print(f"{len(pool)} examples, {len(asking)} queries, {N} chosen\n")
    print("| chosen by | nDCG@3 | the nearest answer is among them | cosine of the answers |\n|---|---|---|---|")
    for way, choose in ways.items():
        chosen = [choose(row) for row in asking]
        gains = [ndcg(nearness[place], some) for place, some in enumerate(chosen)]
        hits = [float(nearness[place].argmax() in some) for place, some in enumerate(chosen)]
        cosines = [float(nearness[place][some].mean()) for place, some in enumerate(chosen)]
        print(f"| {way} | {show(gains)} | {show(hits)} | {show(cosines)} |")
    print()


def select(client: httpx2.Client, query: str, strategy: str, dataset: str, deadline_ms: int = 10_000) -> dict[str, Any]:
    """What the server chooses; every example is of the same type, so that only the strategy counts."""
    body = {
        "query": query,
        "query_type": "general",
        "dataset_name": dataset,
        "n": N,
        "min_score": 0,
        "strategy": strategy,
        "deadline_ms": deadline_ms,
    }
    answer = client.post("/admin/few-shot/select", json=body)
    answer.raise_for_status()
    return answer.json()


def compare_answers(asked: Sequence[str], pool: Sequence[str]) -> np.ndarray:
    """The cosine of each answer of the first with each of the second, by TF-IDF."""
    texts = [Counter(to_content_stems(text)) for text in (*asked, *pool)]
    seen = Counter(word for text in texts for word in text)
    words = {word: place for place, word in enumerate(seen)}
    matrix = np.zeros((len(texts), len(words)), np.float32)
    for row, text in enumerate(texts):
        for word, count in text.items():
            matrix[row, words[word]] = (1 + math.log(count)) * math.log(len(texts) / seen[word])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return matrix[: len(asked)] @ matrix[len(asked) :].T


def ndcg(gains: np.ndarray, chosen: Sequence[int]) -> float:
    """What was chosen, beside the best that could have been; earlier places count more (Järvelin and Kekäläinen)."""
    weights = 1 / np.log2(np.arange(2, N + 2))
    best = np.sort(gains)[::-1][:N] @ weights
    return float(gains[list(chosen)] @ weights[: len(chosen)] / best) if best else 0.0


def show(values: Sequence[float]) -> str:
    """A mean with its 95 % interval."""
    mean = estimate_mean(values)
    return f"{mean.value:.3f} ({mean.low:.3f} to {mean.high:.3f})"


def measure_latencies(client: httpx2.Client, rows: Sequence[Row], examples: int, requests: int) -> None:
    """How long requests take: the first, many in a row, and many while the dataset changes."""
    fill(client, DATASET, list(pair_up(rows, examples)))
    began = perf_counter()
    select(client, rows[0].query, "score", DATASET)
    print(f"{examples:,} examples. The first choice, by score: {1000 * (perf_counter() - began):,.0f} ms; ", end="")
    began = perf_counter()
    select(client, rows[0].query, "similarity", DATASET)
    print(f"the first by similarity, when all was read and indexed: {1000 * (perf_counter() - began):,.0f} ms\n")
    print("| chosen by | p50 | p95 | p99 | most | fell back |\n|---|---|---|---|---|---|")
    for strategy in STRATEGIES:
        time_requests(client, rows, strategy, requests)
    time_requests(client, rows, "similarity", requests, is_changing=True)


def time_requests(
    client: httpx2.Client, rows: Sequence[Row], strategy: str, requests: int, *, is_changing: bool = False
) -> None:
    """Requests one after the other, each with a deadline of 50 ms; where it changes, an item is added every tenth."""
    took, fell_back = [], 0
    for number in range(requests):
        row = rows[number % len(rows)]
        if is_changing and number % 10 == 0:
            fill(client, DATASET, [row._replace(id=f"new-{number}", score=0.0)])
        began = perf_counter()
        answer = select(client, row.query, strategy, DATASET, deadline_ms=50)
        took.append(1000 * (perf_counter() - began))
        fell_back += answer["fell_back"] == "deadline"
    p50, p95, p99 = np.percentile(took, [50, 95, 99])
    name = f"{strategy}, items being added" if is_changing else strategy
    print(f"| {name} | {p50:.1f} ms | {p95:.1f} | {p99:.1f} | {max(took):.1f} | {fell_back} of {requests} |")


def pair_up(rows: Sequence[Row], count: int) -> Iterator[Row]:
    """So many different examples, each of two instructions."""
    chance = random.Random(SEED)
    for number in range(count):
        first, second = chance.sample(rows, 2)
        yield Row(
            f"pair-{number}", f"{first.query}\n{second.query}", f"{first.response}\n{second.response}", first.score
        )


def fill(client: httpx2.Client, dataset: str, rows: Sequence[Row]) -> None:
    """Put rows into a dataset."""
    client.post("/admin/datasets", json={"name": dataset})
    for start in range(0, len(rows), 500):
        items = [
            {
                "id": row.id,
                "input": row.query,
                "expected_output": row.response,
                "metadata": {"score": row.score, "query_type": "general"},
            }
            for row in rows[start : start + 500]
        ]
        client.post(f"/admin/datasets/{dataset}/items", json={"items": items}).raise_for_status()


if __name__ == "__main__":
    main()
