from concurrent.futures import ThreadPoolExecutor
from threading import Event

from ratchet.domain.span import Span
from ratchet.store.events import EventStore
from ratchet.store.events.spans import write_spans

BATCHES, SPANS = 25, 40
TIMEOUT_S = 60


def test_a_reader_sees_whole_batches_and_never_fewer_than_before(events: EventStore, project: str) -> None:
    done = Event()

    def write() -> None:
        for n in range(BATCHES):
            write_spans(events, [Span(project, f"t{n}", f"s{k}", input="x" * 500) for k in range(SPANS)])
        done.set()

    def read() -> list[int]:
        counts: list[int] = []
        while not done.is_set():
            counts += count(events, project)
        return counts + count(events, project)

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        pool.submit(write).result(TIMEOUT_S)
        for seen in (reader.result(TIMEOUT_S) for reader in readers):
            assert seen == sorted(seen)
            assert not [number for number in seen if number % SPANS]
            assert seen[-1] == BATCHES * SPANS


def test_what_was_written_is_read_at_once(events: EventStore, project: str) -> None:
    for n in range(20):
        write_spans(events, [Span(project, "trace", f"s{n}")])
        assert count(events, project) == [n + 1]


def test_more_threads_than_clients_all_get_their_answer(events: EventStore) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = pool.map(lambda n: events.query("SELECT {n:UInt32}", {"n": n}), range(100))
        assert list(answers) == [[(n,)] for n in range(100)]


def count(events: EventStore, project: str) -> list[int]:
    rows = events.query("SELECT count() FROM spans FINAL WHERE project_id = {project:String}", {"project": project})
    return [number for (number,) in rows]
