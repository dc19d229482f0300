"""Fill an event store by SQL, with a week of made-up traffic: much faster than sending it.

    python benchmarks/fill.py DIRECTORY --spans 10000000

Four spans make a trace. Two in a hundred spans fail, one trace in a hundred has no root and one in a hundred has two.
Texts are random words with the frequencies of English, so that they compress no better than real ones.
"""

import argparse
import json
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ratchet.store.events import EventStore, open_event_store

DAYS = 7
SPANS_PER_BATCH = 250_000
SCORE_NAMES = ("faithfulness", "helpfulness", "persona_overall", "persona_voice_fidelity", "answer_length")
# Every span of a batch takes a text of its own, so a text comes back only hours later: in no compressed block twice.
TEXTS = 125_000
INPUT_WORDS, OUTPUT_WORDS = 190, 100


class Filled(NamedTuple):
    """What a store was filled with: `phrase` stands in a handful of spans of each day."""

    project_id: str
    spans: int
    scores: int
    newest: str
    trace_id: str
    phrase: str


def fill(directory: Path, spans: int, scores: int, project_id: str = "default") -> Filled:
    """Fill the store of a data directory, unless it is filled already."""
    note = directory / "filled.json"
    if note.exists():
        return Filled(**json.loads(note.read_text()))
    newest = time.time_ns() // 10**9
    store = open_event_store(f"chdb://{directory.absolute()}/events")
    try:
        phrase = _write_texts(store)
        given = {"project": project_id, "traces": spans // 4, "seconds": DAYS * 86_400, "newest": newest}
        for first in range(0, spans, SPANS_PER_BATCH):
            count = min(SPANS_PER_BATCH, spans - first)
            store.command(_SPANS, given | {"first": first, "count": count, "texts": TEXTS})
        store.command(_SCORES, given | {"names": list(SCORE_NAMES), "kinds": len(SCORE_NAMES), "count": scores})
        store.command("DROP TABLE benchmark_texts")
        [[trace_id]] = store.query("SELECT lower(hex(sipHash128({trace:UInt64})))", {"trace": spans // 4 // 2})
        _wait_for_merges(store)
    finally:
        store.close()
    filled = Filled(project_id, spans, scores, datetime.fromtimestamp(newest, UTC).isoformat(), trace_id, phrase)
    note.write_text(json.dumps(filled._asdict()))
    return filled


def _wait_for_merges(store: EventStore) -> None:
    """A week's traffic comes slowly enough for merges to keep up; this came at once."""
    idle = 0
    while idle < 3:
        [[running]] = store.query("SELECT count() FROM system.merges")
        idle = 0 if running else idle + 1
        time.sleep(1)


def _write_texts(store: EventStore) -> str:
    """A pool of texts, as a table that the spans are joined with; gives a phrase of one of them."""
    rnd = random.Random(7)
    words = sorted({_word(rnd) for _ in range(12_000)}, key=lambda _: rnd.random())
    weights = [1 / (rank + 2.7) for rank in range(len(words))]  # Zipf and Mandelbrot
    drawn = rnd.choices(words, weights, k=4_000_000)

    def text(count: int) -> str:
        first = rnd.randrange(len(drawn) - count)
        return " ".join(drawn[first : first + count])

    store.command(
        "CREATE OR REPLACE TABLE benchmark_texts (i UInt32, input String, output String) ENGINE = MergeTree ORDER BY i"
    )
    for first in range(0, TEXTS, 25_000):
        numbers = range(first, first + 25_000)
        columns = [list(numbers), [text(INPUT_WORDS) for _ in numbers], [text(OUTPUT_WORDS) for _ in numbers]]
        store.insert("benchmark_texts", ["i", "input", "output"], columns)
    return " ".join(columns[1][0].split()[50:56])


def _word(rnd: random.Random) -> str:
    letters, weights = (
        "etaoinshrdlcumwfgypbvkjxqz",
        [12, 9, 8, 8, 7, 7, 6, 6, 6, 4, 4, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1],
    )
    return "".join(rnd.choices(letters, weights, k=rnd.choice((2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10))))


_SPANS = """
INSERT INTO spans (project_id, trace_id, span_id, parent_span_id, root_rank, start_time, end_time, name, type, level,
    status_message, error_type, input, output, metadata, model, usage, cost, trace_name, user_id, session_id, tags,
    environment, release, trace_metadata, attributes, resource, scope_name, scope_version, revision, inserted_at)
WITH
    intDiv(n, 4) AS trace,
    n % 4 AS step,
    if(step = 0 AND trace % 100 != 7, 1, if(step = 1 AND trace % 100 = 9, 1, 0)) AS rank,
    toInt64((1 - trace / {traces:UInt64}) * {seconds:UInt64} * 1e9) AS age,
    ({newest:Int64} - 5) * 1000000000 - age + step * 10000000 AS started,
    if(cityHash64(n, 'fails') % 50 = 0, 'ERROR', 'DEFAULT') AS outcome,
    (cityHash64(n, 'a') % 1000 + cityHash64(n, 'b') % 1000 + cityHash64(n, 'c') % 1000) / 500 - 3 AS normal,
    toInt64(exp(5.5 + 1.2 * normal) * 1e6) AS took
SELECT
    {project:String}, lower(hex(sipHash128(trace))), lower(hex(sipHash64(n))),
    if(rank > 0, '', lower(hex(sipHash64(trace * 4)))), rank,
    fromUnixTimestamp64Nano(started, 'UTC'), fromUnixTimestamp64Nano(started + took, 'UTC'),
    ['chat', 'retrieve', 'generate', 'plan'][step + 1],
    ['SPAN', 'RETRIEVER', 'GENERATION', 'SPAN'][step + 1],
    outcome,
    if(outcome = 'ERROR', 'the service did not answer', ''),
    if(outcome = 'ERROR', ['TimeoutError', 'ConnectionError', 'RateLimitError', ''][cityHash64(n, 'e') % 4 + 1], ''),
    input, output, map('step', toString(step)), if(step = 2, 'gpt-4o-mini', ''),
    if(step = 2, map('input', 1200, 'output', 350, 'total', 1550), map()), if(step = 2, map('total', 0.00039), map()),
    'chat', concat('user-', toString(cityHash64(trace, 'u') % 5000)), concat('session-', toString(intDiv(trace, 6))),
    ['chat', 'web'], 'production', concat('v1.', toString(intDiv(trace, 400000))), map('dialogue_mode', 'FACTUAL'),
    map('http.route', '/chat'), map('service.name', 'chat', 'telemetry.sdk.language', 'python'), 'chat', '1.0', n + 1,
    fromUnixTimestamp64Nano(started + took, 'UTC')
FROM (
    SELECT number + {first:UInt64} AS n, toUInt32(number % {texts:UInt64}) AS i FROM numbers({count:UInt64})
) AS source
INNER JOIN benchmark_texts USING i
-- One part a batch, as the merges of a live server leave them: hours overlap where parts meet, and nowhere else.
SETTINGS max_threads = 1, max_insert_threads = 1, min_insert_block_size_rows = 250000, min_insert_block_size_bytes = 0,
    max_memory_usage = 0
"""

_SCORES = """
INSERT INTO scores (project_id, score_id, name, data_type, timestamp, value, trace_id, source, revision)
WITH toInt64((1 - number / {count:UInt64}) * {seconds:UInt64} * 1e9) AS age
SELECT
    {project:String},
    lower(hex(sipHash128(number, 'score'))),
    {names:Array(String)}[number % {kinds:UInt64} + 1] AS name,
    'NUMERIC',
    fromUnixTimestamp64Nano(({newest:Int64} - 1) * 1000000000 - age, 'UTC'),
    if(name = 'answer_length', cityHash64(number) % 2000, cityHash64(number) % 1001 / 1000),
    lower(hex(sipHash128(toUInt64(number * ({traces:UInt64} / {count:UInt64}))))),
    'API',
    number + 1
FROM numbers({count:UInt64})
"""


def main() -> None:
    """Fill the store of a directory, and say with what."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--spans", type=int, default=10_000_000)
    parser.add_argument("--scores", type=int, default=1_000_000)
    given = parser.parse_args()
    given.directory.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    print(fill(given.directory, given.spans, given.scores), f"in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
