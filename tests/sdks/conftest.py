"""One server for the proofs, and the story of each SDK told to it once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from environments import NoEnvironment
from telling import SDKS, Telling, tell

from ratchet.testing.server import Server, running_server


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what an SDK has no call for, as the mark `without` says."""
    impossible = [item for item in items if _is_impossible(item)]
    config.hook.pytest_deselected(items=impossible)
    items[:] = [item for item in items if item not in impossible]


def _is_impossible(item: pytest.Item) -> bool:
    without = item.get_closest_marker("without")
    return without is not None and item.callspec.params["told"] in without.args


@pytest.fixture(scope="session")
def sdk_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that only the SDKs write to."""
    directory: Path = tmp_path_factory.mktemp("sdks")
    with running_server(directory, work=False) as server:
        yield server


@pytest.fixture(scope="session", params=SDKS)
def told(request: pytest.FixtureRequest, sdk_server: Server) -> Telling:
    """What the story of an SDK told: the test runs for each SDK."""
    try:
        return tell(request.param, sdk_server)
    except NoEnvironment as missing:
        pytest.skip(f"{request.param} is not installed: {missing}")
