from collections.abc import Iterator

import pytest
from example_server import ExampleServer, serving_examples


@pytest.fixture
def example_server() -> Iterator[ExampleServer]:
    """Answers as the routes under /admin/few-shot do, as soon or as late as a test wants."""
    with serving_examples() as server:
        yield server
