import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from ratchet.errors import Busy
from ratchet.store.records import RecordStore, open_record_store


def test_a_lock_has_one_holder_at_a_time(records: RecordStore) -> None:
    inside, most = 0, 0

    def work(_: int) -> None:
        nonlocal inside, most
        with records.lock("work"):
            inside += 1
            most = max(most, inside)
            records.ping()
            inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    assert most == 1


def test_locks_of_different_names_do_not_meet(records: RecordStore) -> None:
    with records.lock("one"), records.lock("two"):
        records.ping()


def test_whoever_waits_too_long_is_told_so(records: RecordStore) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with records.lock("work"):
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    with pytest.raises(Busy, match="'work'"), records.lock("work", wait_s_max=0.01):
        pass
    done.set()
    holder.join()
    with records.lock("work"):
        pass


def test_a_lock_is_given_back_when_its_work_fails(records: RecordStore) -> None:
    with pytest.raises(ZeroDivisionError), records.lock("work"):
        _ = 1 / 0
    with records.lock("work", wait_s_max=0.01):
        pass


def test_replicas_on_postgres_share_their_locks(create_database: Callable[[], str]) -> None:
    url = create_database()
    one, other = open_record_store(url), open_record_store(url)
    with one.lock("work"), pytest.raises(Busy), other.lock("work", wait_s_max=0.01):
        pass
    with other.lock("work", wait_s_max=1):
        pass
    one.close()
    other.close()


def test_the_lock_of_a_replica_that_dies_is_free(create_database: Callable[[], str]) -> None:
    url = create_database()
    one, other = open_record_store(url), open_record_store(url)
    held = one.lock("work")
    held.__enter__()
    with other.write() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
    with other.lock("work", wait_s_max=5):
        pass
    one.close()
    other.close()
