"""Doing a run: its items are asked about, and what is answered is judged meanwhile.

However often it is begun, nothing is asked again whose answer is on disk. At most `in_flight_max` answers are not: they
are to come, or being written, many at a time.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from itertools import islice

from ratchet.domain.answer import Answer, AskFailure
from ratchet.domain.regression_run import Pace, RegressionRun
from ratchet.judges.batch import Interrupted
from ratchet.judges.bench import Bench
from ratchet.regression.asking import Asking
from ratchet.regression.items import Task, find_places, read_item_ids, walk_tasks
from ratchet.regression.keeping import keep_answer
from ratchet.regression.panel import Panel
from ratchet.store.events.answers import AnswerPlace, read_answers_of_items, read_places
from ratchet.targets.reply import Respondent

# Answers that wait for judges; a target that is quicker waits for them.
_UNJUDGED_MAX = 200
_LOOK_EVERY_S = 1.0
# So many answers may wait to be written beside those to come; fewer would be more writes.
_UNKEPT_MAX = 32
# After so many in a row from the start the others are spared.
_VAIN_MAX = 20
_VAIN = frozenset({AskFailure.UNREACHABLE, AskFailure.BLOCKED})


class Cancelled(Exception):
    """Somebody has said that the run shall end."""


class Vain(Exception):
    """Nothing can be reached where the target should be."""


class Settled(Exception):
    """The verdict is certain, and the run may end before its last item."""


def in_flight_max(pace: Pace) -> int:
    """How many items at most have been asked about and have no answer on disk."""
    return pace.concurrency + max(pace.concurrency, _UNKEPT_MAX)


class Course:
    """One run on its way, in one event loop. `is_cancelled` and `is_settled` are asked every second, in a thread."""

    def __init__(
        self,
        bench: Bench,
        run: RegressionRun,
        panel: Panel,
        *,
        is_cancelled: Callable[[], bool] = lambda: False,
        is_settled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._bench = bench
        self._run = run
        self._panel = panel
        self._is_cancelled = is_cancelled
        self._is_settled = is_settled
        self._unjudged: asyncio.Queue[tuple[Task, Answer] | None] = asyncio.Queue(_UNJUDGED_MAX)
        self._vain = 0
        self._is_there = False

    async def go(self, respondent: Respondent | None) -> None:
        """Ask and judge all that is missing; without a respondent, judge what has come.

        Raises `Interrupted` when the server ends, `Cancelled`, `Vain`, or `Settled`.
        """
        done = await asyncio.to_thread(read_places, self._bench.events, self._run.project_id, self._run.id)
        self._is_there = bool(done)
        async with self._watched(), asyncio.TaskGroup() as work:
            judges = [work.create_task(self._judge(work)) for _ in range(self._panel.at_once)]
            await self._queue_unjudged([place for place, is_judged in done.items() if not is_judged])
            if respondent is not None:
                await self._ask_all(respondent, done)
            for _ in judges:
                await self._unjudged.put(None)

    @asynccontextmanager
    async def _watched(self) -> AsyncGenerator[None]:
        """While the block runs, look whether it still should."""
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(self._watch())
            yield
            watch.cancel()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            if self._bench.stopping.is_set():
                raise Interrupted
            if await asyncio.to_thread(self._is_cancelled):
                raise Cancelled
            if await asyncio.to_thread(self._is_settled):
                raise Settled

    async def _ask_all(self, respondent: Respondent, done: Iterable[AnswerPlace]) -> None:
        asking = Asking(respondent, self._run.pace)
        tasks = _Turns(await asyncio.to_thread(self._walk_missing, frozenset(done)))
        in_flight = asyncio.Semaphore(in_flight_max(self._run.pace))

        async def ask_in_turn() -> None:
            while (task := await tasks.take()) is not None:
                await in_flight.acquire()
                answer = await asking.ask(task)
                self._check_vain(answer)
                askers.create_task(self._keep(task, answer)).add_done_callback(lambda _: in_flight.release())

        async with asyncio.TaskGroup() as askers:
            for _ in range(self._run.pace.concurrency):
                askers.create_task(ask_in_turn())

    async def _keep(self, task: Task, answer: Answer) -> None:
        """Store an answer, with what its judges think where they are quick; else they are asked afterwards."""
        if self._panel.is_quick and not answer.is_judged:
            answer = await self._panel.judge(task.item, answer)
        kept = await keep_answer(self._bench.writers.answers, self._run, answer)
        if not kept.is_judged:
            await self._unjudged.put((task, kept))

    async def _judge(self, work: asyncio.TaskGroup) -> None:
        while (waiting := await self._unjudged.get()) is not None:
            task, answer = waiting
            judged = await self._panel.judge(task.item, answer)
            work.create_task(keep_answer(self._bench.writers.answers, self._run, judged))

    async def _queue_unjudged(self, places: list[AnswerPlace]) -> None:
        """What was answered before the server ended, and not judged any more."""
        tasks = _Turns(walk_tasks(self._bench.events, self._run, places))
        while (task := await tasks.take()) is not None:
            answer = await asyncio.to_thread(self._read_answer, task)
            await self._unjudged.put((task, answer))

    def _read_answer(self, task: Task) -> Answer:
        run, ids = self._run, [task.item.id]
        found = read_answers_of_items(self._bench.events, run.project_id, run.id, ids)
        return next(answer for answer in found if answer.repeat == task.repeat)

    def _walk_missing(self, done: frozenset[AnswerPlace]) -> Iterator[Task]:
        places = find_places(read_item_ids(self._bench.events, self._run), self._run)
        return walk_tasks(self._bench.events, self._run, (place for place in places if place not in done))

    def _check_vain(self, answer: Answer) -> None:
        """Give up where there is nothing; a target that has said anything at all is there."""
        self._is_there = self._is_there or answer.error not in _VAIN
        self._vain += 1
        if not self._is_there and self._vain >= _VAIN_MAX:
            raise Vain(answer.error_detail)


class _Turns:
    """An iterator that reads from a store, for several tasks of one loop to take from."""

    def __init__(self, tasks: Iterator[Task]) -> None:
        self._tasks = tasks
        self._ready: list[Task] = []
        self._turn = asyncio.Lock()

    async def take(self) -> Task | None:
        """The next task; None when there is none left."""
        if not self._ready:
            async with self._turn:
                if not self._ready:
                    self._ready = await asyncio.to_thread(_take_some, self._tasks)
        return self._ready.pop() if self._ready else None


def _take_some(tasks: Iterator[Task], at_most: int = 100) -> list[Task]:
    """The next ones, the first of them last."""
    return list(islice(tasks, at_most))[::-1]
