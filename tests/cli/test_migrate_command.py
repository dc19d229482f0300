from collections.abc import Callable

import pytest
from typer.testing import Result

from ratchet.store.events.migrate import read_migrations


@pytest.mark.usefixtures("empty_events")
def test_migrate_says_what_it_did_to_both_stores_and_then_that_there_is_nothing_to_do(
    run: Callable[..., Result],
) -> None:
    first, second = run("migrate"), run("migrate")
    assert first.exit_code == second.exit_code == 0
    assert "record store: applied 0001_projects_and_keys" in first.output
    for migration in read_migrations():
        assert f"event store: applied {migration.name}" in first.output
    assert second.output.count("up to date already") == 2
    assert "applied" not in second.output
