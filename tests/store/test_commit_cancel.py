from collections.abc import Sequence

from ratchet.store.events.commit import GroupCommit


def test_rows_are_written_even_when_nobody_waits_for_them_any_more():
    written: list[str] = []

    def write(rows: Sequence[str]) -> None:
        written.extend(rows)

    commit = GroupCommit(write, name="rows", pending_size_bytes_max=100, group_size_bytes_max=100)
    first = commit.submit(["a"], 1)
    first.cancel()
    commit.submit(["b"], 1).result(timeout=10)
    commit.close()
    assert written == ["a", "b"]
