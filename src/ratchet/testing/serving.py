"""Serves an application on a port of this machine for as long as a block runs."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

STOPPED_WITHIN_S = 5


@contextmanager
def serving(app: ASGIApp, port: int = 0) -> Generator[str]:
    """The address where the application answers; `port` 0 takes a free one."""
    config = uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=STOPPED_WITHIN_S)
    server = uvicorn.Server(config)
    # The socket listens before anyone learns of it, so the first connection waits instead of failing.
    with socket.create_server(("127.0.0.1", port)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
