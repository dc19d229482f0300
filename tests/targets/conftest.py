"""What tests of targets share: an application that answers."""

from collections.abc import Iterator

import pytest

from ratchet.testing.target import TargetApp, running_target


@pytest.fixture
def app() -> Iterator[TargetApp]:
    """An application on this machine that repeats what it is asked."""
    with running_target() as app:
        yield app
