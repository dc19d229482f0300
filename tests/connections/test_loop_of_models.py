"""Calls of models share one event loop, whoever makes them."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from ratchet.llm.thread import LoopThread

THREADS = 16


def test_first_calls_that_come_at_once_share_a_loop() -> None:
    for _ in range(20):
        loop_thread, start = LoopThread("test"), threading.Barrier(THREADS)

        async def find_loop() -> int:
            return id(asyncio.get_running_loop())

        def call(_: int, loop_thread: LoopThread = loop_thread, start: threading.Barrier = start) -> int:
            start.wait()
            return asyncio.run(loop_thread.run(find_loop()))

        with ThreadPoolExecutor(THREADS) as pool:
            assert len(set(pool.map(call, range(THREADS)))) == 1
