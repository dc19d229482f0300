"""What examples cost a prompt: `python benchmarks/inject.py [--examples 10000] [--prompts 20000]`.

A real server holds the examples; the application is this process. By score, everything is at hand; by similarity, the
server is asked every time, with the deadline that an application has. Each figure is the time of one
`inject_few_shot`, within a recorded span and without one. Beside it is the time that its thread computed: on a machine
that is busy with other things, the rest is what these took.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx2
from opentelemetry.sdk.trace import TracerProvider

from ratchet import Connection, FewShot, FewShotOptions, few_shot_failures
from ratchet.testing.server import Server, running_server

DATASET = "high_quality_responses"
BATCH = 500
QUERIES = (
    "What do I think about remote work?",
    "Who wrote Middlemarch, and when was it published?",
    "Can you explain how a heat pump works, step by step?",
    "No, that's not what I meant.",
    "Write a short note to my neighbours about the party on Saturday, friendly but brief, and mention the parking.",
    "Hello, how are you?",
)
TYPES = ("stance", "factual", "teaching", "repair", "general", "smalltalk")
ABOUT = """
energy market river doctor council invoice garden engine teacher bridge winter profit letter island theatre planet
protein harbour lawyer kitchen railway forest museum battery contract orchestra vaccine mortgage satellite harvest
"""
WORDS = ABOUT.split()


class Taken(NamedTuple):
    """What one prompt took: by the clock, and of this thread."""

    whole_s: float
    busy_s: float


def main() -> None:
    """Print quantiles per way of choosing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--prompts", type=int, default=20_000)
    asked = parser.parse_args()
    with serving(asked.examples) as server:
        ours = FewShot(FewShotOptions(connection=Connection(server.url, server.public_key, server.secret_key)))
        began = time.perf_counter()
        ours.refresh()
        print(
            f"{asked.examples} examples read in {time.perf_counter() - began:.2f} s; one in {len(TYPES)} is of a type"
        )
        prompt_by(ours, "score", asked.prompts)
        prompt_by(ours, "similarity", asked.prompts // 20)
        prompt_by(ours, "diverse", asked.prompts // 20)
    print("Failures, each of which fell back:", dict(few_shot_failures()))


def prompt_by(ours: FewShot, strategy: str, count: int) -> None:
    """Print how long prompts take, outside a trace and in one."""
    show(strategy, measure(lambda query: ours.inject("You are helpful.", query, strategy=strategy), count))
    tracer = TracerProvider().get_tracer("benchmark")

    def traced(query: str) -> str:
        with tracer.start_as_current_span("answer"):
            return ours.inject("You are helpful.", query, strategy=strategy)

    show(f"{strategy}, in a span", measure(traced, count))


def measure(inject: Callable[[str], str], count: int) -> list[Taken]:
    """The time of each prompt; queries differ, so that nothing is answered from the one before."""
    chosen = random.Random(1)
    taken: list[Taken] = []
    for number in range(count + count // 10):
        query = f"{chosen.choice(QUERIES)} It is about the {chosen.choice(WORDS)} and the {chosen.choice(WORDS)}."
        began, busy = time.perf_counter(), time.thread_time()
        prompt = inject(query)
        if number >= count // 10:
            taken.append(Taken(time.perf_counter() - began, time.thread_time() - busy))
        assert prompt
    return taken


def show(name: str, taken: Sequence[Taken]) -> None:
    """Print quantiles in milliseconds."""
    whole, busy = sorted(one.whole_s for one in taken), sorted(one.busy_s for one in taken)
    quantiles = ", ".join(f"p{share * 100:.0f} {at(whole, share)}" for share in (0.5, 0.95, 0.99))
    print(f"{name:>24}: {quantiles}; computing p99 {at(busy, 0.99)}")


def at(ordered: Sequence[float], share: float) -> str:
    """A quantile, to be read."""
    return f"{ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000:.3f} ms"


@contextmanager
def serving(examples: int) -> Iterator[Server]:
    """A server with a dataset of so many examples."""
    with tempfile.TemporaryDirectory(prefix="ratchet-inject-") as directory, running_server(Path(directory)) as server:
        with server.client() as client:
            client.post("/api/public/v2/datasets", json={"name": DATASET}).raise_for_status()
            for start in range(0, examples, BATCH):
                items = [make_item(number) for number in range(start, min(start + BATCH, examples))]
                client.post(f"/admin/datasets/{DATASET}/items", json={"items": items}).raise_for_status()
            warm_up(client)
        yield server


def warm_up(client: httpx2.Client) -> None:
    """Return once the server has read its examples and compares texts in time."""
    asked = {"query": f"What about the {WORDS[0]}?", "strategy": "similarity", "deadline_ms": 10_000}
    while client.post("/admin/few-shot/select", json=asked).raise_for_status().json()["fell_back"]:
        pass


def make_item(number: int) -> dict[str, object]:
    """An item with a question and an answer of usual lengths."""
    chosen = random.Random(number)
    about = " ".join(chosen.choices(WORDS, k=8))
    return {
        "id": f"item-{number}",
        "input": f"What about {about}?",
        "expectedOutput": " ".join(chosen.choices(WORDS, k=60)),
        "metadata": {"score": 0.8 + 0.2 * chosen.random(), "query_type": TYPES[number % len(TYPES)]},
    }


if __name__ == "__main__":
    main()
