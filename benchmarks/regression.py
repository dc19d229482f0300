"""What a regression run costs per item, beyond the target and the judge; peers on the same dataset in the same run.

    python benchmarks/regression.py [--items 1000] [--rounds 3] [--peers .cache/regression]

The target answers at once and the judge compares two texts, so that what is left is the runner's own: reading items,
keeping answers and scores. Ratchet's are on disk before the run is over; peers keep theirs as they do by themselves.
A peer is measured where it is installed in a folder of its own name:

    python -m venv .cache/regression/pydantic-evals && .cache/regression/pydantic-evals/bin/pip install pydantic-evals
    python -m venv .cache/regression/deepeval && .cache/regression/deepeval/bin/pip install deepeval
    npm install --prefix .cache/regression/promptfoo promptfoo
"""

import argparse
import asyncio
import json
import os
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from ratchet.auth.keys import ensure_project
from ratchet.datasets.headers import put_dataset
from ratchet.datasets.items import write_items
from ratchet.datasets.schemas import DatasetIn, ItemIn
from ratchet.domain.dataset import Item
from ratchet.domain.regression_run import Pace
from ratchet.judges.bench import Bench, open_bench
from ratchet.judges.definitions import create_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.schemas import JudgeNew
from ratchet.regression.panel import open_panel
from ratchet.regression.running import Course
from ratchet.regression.schemas import ClientRunIn
from ratchet.regression.wanting import want_client_run
from ratchet.server.stores import open_stores
from ratchet.settings import Settings
from ratchet.store.events.answers import count_answers
from ratchet.targets.reply import Reply

PROJECT = "benchmark"
CONCURRENCY = 8

PYDANTIC_EVALS = """
import sys, time
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import EqualsExpected
count = int(sys.argv[1])
cases = [Case(name=str(n), inputs=f"question {n}", expected_output=f"question {n}") for n in range(count)]
async def answer(question: str) -> str:
    return question
dataset = Dataset(name="no-op", cases=cases, evaluators=[EqualsExpected()])
dataset.evaluate_sync(answer, max_concurrency=8, progress=False)
began, busy = time.perf_counter(), time.process_time()
report = dataset.evaluate_sync(answer, max_concurrency=8, progress=False)
took, busy = time.perf_counter() - began, time.process_time() - busy
assert len(report.cases) == count
print(took, busy)
"""

DEEPEVAL = """
import sys, time
from deepeval import evaluate
from deepeval.evaluate import AsyncConfig, CacheConfig, DisplayConfig
from deepeval.metrics import ExactMatchMetric
from deepeval.test_case import LLMTestCase
quiet = DisplayConfig(show_indicator=False, print_results=False)
eight = AsyncConfig(max_concurrent=8)
def run(count):
    texts = [f"question {n}" for n in range(count)]
    cases = [LLMTestCase(input=text, actual_output=text, expected_output=text) for text in texts]
    # With its cache it writes all cases to disk after each one.
    kept = CacheConfig(write_cache=False)
    evaluate(cases, [ExactMatchMetric()], async_config=eight, cache_config=kept, display_config=quiet)
run(10)
began, busy = time.perf_counter(), time.process_time()
run(int(sys.argv[1]))
print(time.perf_counter() - began, time.process_time() - busy)
"""

PROMPTFOO_TARGET = """
module.exports = class {
  id() { return 'no-op' }
  async callApi(question) { return { output: question } }
}
"""


class Took(NamedTuple):
    """Seconds on the clock, and on the processors; the latter is not known of everybody."""

    clock_s: float
    processor_s: float | None


class NoOp:
    """A target that says what it is asked, at once."""

    async def ask(self, item: Item, repeat: int) -> Reply:
        """The question."""
        return Reply(output=item.input)


@contextmanager
def opened(items: int) -> Iterator[Callable[[], Took]]:
    """Ratchet over stores of its own with the dataset in them: gives what measures one run."""
    with tempfile.TemporaryDirectory() as directory:
        stores = open_stores(Settings(data_dir=Path(directory)))
        surroundings = Surroundings(PROJECT, stores.records, "a secret that is long enough")
        ensure_project(stores.records, PROJECT, "Benchmark")
        dataset = put_dataset(stores.events, stores.records, PROJECT, DatasetIn(name="no-op"))
        sent = [ItemIn(input=f"question {n}", expected_output=f"question {n}") for n in range(items)]
        write_items(stores.events, stores.records, dataset, sent)
        create_judge(stores.events, surroundings, JudgeNew(name="exact", kind="exact"))
        bench = open_bench(stores.events, stores.records, stores.writers, surroundings.secret)
        run_once(bench, surroundings, min(items, 100))  # what is loaded and asked once
        yield partial(run_once, bench, surroundings, items)
        stores.close()


def run_once(bench: Bench, surroundings: Surroundings, items: int) -> Took:
    """What it takes from the first item to the last answer that is judged and on disk."""
    wanted = ClientRunIn(dataset_name="no-op", judges=["exact"], sample_size=items)
    run = replace(want_client_run(bench.events, surroundings, wanted), pace=Pace(concurrency=CONCURRENCY))
    began, busy = time.perf_counter(), time.process_time()
    asyncio.run(Course(bench, run, open_panel(bench, run)).go(NoOp()))
    took = Took(time.perf_counter() - began, time.process_time() - busy)
    count = count_answers(bench.events, PROJECT, [run.id])[run.id]
    assert (count.ok, count.judged) == (items, items), count
    return took


def run_python(python: Path, program: str, items: int) -> Took:
    """What a program prints last, run by another environment's Python."""
    environment = {**os.environ, "DEEPEVAL_TELEMETRY_OPT_OUT": "YES", "DEEPEVAL_DISABLE_DOTENV": "1"}
    with tempfile.TemporaryDirectory() as directory:
        command = [str(python), "-c", program, str(items)]
        said = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=True)
    clock_s, processor_s = said.stdout.split()[-2:]
    return Took(float(clock_s), float(processor_s))


def run_promptfoo(folder: Path, items: int) -> Took:
    """The time that promptfoo itself says its evaluation took, with its results in its database."""
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        (place / "target.js").write_text(PROMPTFOO_TARGET)
        texts = [f"question {n}" for n in range(items)]
        tests = [{"vars": {"q": text}, "assert": [{"type": "equals", "value": text}]} for text in texts]
        config = {"prompts": ["{{q}}"], "providers": ["file://target.js"], "tests": tests}
        (place / "config.json").write_text(json.dumps(config))
        path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"  # where Node is new enough
        quiet = {
            "PATH": path,
            "PROMPTFOO_CONFIG_DIR": directory,
            "PROMPTFOO_DISABLE_TELEMETRY": "1",
            "PROMPTFOO_DISABLE_UPDATE": "1",
        }
        command = [str((folder / "node_modules/.bin/promptfoo").absolute()), "eval", "-c", "config.json", "-j", "8"]
        command += ["--no-table", "--no-progress-bar", "--no-cache", "-o", "results.json"]
        subprocess.run(command, cwd=directory, env=os.environ | quiet, capture_output=True, check=True)
        results = json.loads((place / "results.json").read_text())
    assert results["results"]["stats"]["successes"] == items, results["results"]["stats"]
    return Took(float(results["results"]["stats"]["durationMs"]) / 1000, None)


def find_peers(folder: Path, items: int) -> Mapping[str, Callable[[], Took]]:
    """What measures each peer that is installed."""
    known: Mapping[str, tuple[Path, Callable[[], Took]]] = {
        "pydantic-evals": (
            folder / "pydantic-evals",
            partial(run_python, (folder / "pydantic-evals/bin/python").absolute(), PYDANTIC_EVALS, items),
        ),
        "DeepEval": (
            folder / "deepeval",
            partial(run_python, (folder / "deepeval/bin/python").absolute(), DEEPEVAL, items),
        ),
        "promptfoo": (folder / "promptfoo", partial(run_promptfoo, folder / "promptfoo", items)),
    }
    return {name: measure for name, (place, measure) in known.items() if place.exists()}


def main() -> None:
    """Print the table: all in turn, so that what else the machine does is shared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, default=Path(".cache/regression"))
    asked = parser.parse_args()
    with opened(asked.items) as measure:
        measures = {"Ratchet": measure, **find_peers(asked.peers, asked.items)}
        took: dict[str, list[Took]] = {name: [] for name in measures}
        for _ in range(asked.rounds):
            for name, measure_one in measures.items():
                took[name].append(measure_one())
    print(f"| {asked.items} items, {CONCURRENCY} at once | ms an item | range | of a processor |")
    print("|---|---|---|---|")
    for name, rounds in took.items():
        print(f"| {name} | {show(rounds, asked.items)} |")


def show(rounds: Sequence[Took], items: int) -> str:
    """What an item took on the clock, and of a processor."""
    each_ms = sorted(1000 * one.clock_s / items for one in rounds)
    busy_ms = [1000 * one.processor_s / items for one in rounds if one.processor_s is not None]
    busy = f"{median(busy_ms):.2f} ms" if busy_ms else "–"
    return f"{median(each_ms):.2f} | {each_ms[0]:.2f} to {each_ms[-1]:.2f} | {busy}"


if __name__ == "__main__":
    main()
