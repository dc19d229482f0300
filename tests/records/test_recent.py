from ratchet.store.records.recent import AGE_S_MAX, SIZE_MAX, Recent


class Clock:
    """A clock that goes on when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_was_read_is_not_loaded_again_until_it_is_old() -> None:
    clock, loaded = Clock(), iter(["first", "second"])
    recent = Recent[str](clock)
    assert recent.read("name", lambda: next(loaded)) == "first"
    clock.now += AGE_S_MAX - 0.01
    assert recent.read("name", lambda: next(loaded)) == "first"
    clock.now += 0.02
    assert recent.read("name", lambda: next(loaded)) == "second"


def test_that_there_is_nothing_is_not_remembered() -> None:
    recent = Recent[str]()
    assert recent.read("name", lambda: None) is None
    assert recent.read("name", lambda: "made meanwhile") == "made meanwhile"


def test_a_row_is_as_old_as_the_moment_when_its_loading_began() -> None:
    clock = Clock()
    recent = Recent[str](clock)

    def load() -> str:
        clock.now += AGE_S_MAX
        return "slow"

    recent.read("name", load)
    assert recent.recall("name") is None


def test_a_row_that_changed_while_it_was_loaded_is_not_remembered() -> None:
    recent = Recent[str]()

    def load() -> str:
        recent.forget()
        return "outdated"

    recent.read("name", load)
    assert recent.recall("name") is None


def test_the_oldest_rows_make_room() -> None:
    recent = Recent[int]()
    for number in range(SIZE_MAX + 1):
        recent.read(number, lambda number=number: number)
    assert recent.recall(0) is None
    assert recent.recall(1) == 1
    assert recent.recall(SIZE_MAX) == SIZE_MAX
