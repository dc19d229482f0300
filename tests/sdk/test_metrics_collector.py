import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ratchet import Connection, errors, get_metrics_collector
from ratchet.testing.server import Server

TO_TIME = datetime(2026, 11, 17, 12)
FROM_TIME = TO_TIME - timedelta(hours=24)


@pytest.fixture(autouse=True)
def environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment of an application that uses this server."""
    monkeypatch.setenv("RATCHET_URL", server.url)
    monkeypatch.setenv("RATCHET_PUBLIC_KEY", server.public_key)
    monkeypatch.setenv("RATCHET_SECRET_KEY", server.secret_key)
    return


def test_the_dashboard_comes_as_the_server_shows_it() -> None:
    dashboard = asyncio.run(get_metrics_collector().get_full_dashboard_metrics(hours=48))
    assert dashboard.keys() == {"time_range", "quality", "latency", "errors", "persona", "datasets"}
    assert dashboard["time_range"]["hours"] == 48


def test_every_figure_can_be_read_by_one_collector_in_one_event_loop() -> None:
    collector = get_metrics_collector()

    async def read() -> None:
        assert await collector.get_quality_metrics(FROM_TIME, TO_TIME, interval="hour") == []
        assert (await collector.get_latency_metrics(FROM_TIME, TO_TIME))["count"] == 0
        assert (await collector.get_error_metrics(FROM_TIME, TO_TIME))["total_traces"] == 0
        assert (await collector.get_persona_metrics(FROM_TIME, TO_TIME))["persona_overall"]["count"] == 0
        assert isinstance(await collector.get_dataset_stats(), dict)

    asyncio.run(read())


def test_figures_can_be_read_at_once() -> None:
    collector = get_metrics_collector()

    async def read() -> list[object]:
        return await asyncio.gather(*(collector.get_error_metrics(FROM_TIME, TO_TIME) for _ in range(8)))

    assert len(asyncio.run(read())) == 8


def test_a_collector_outlives_the_event_loop_that_it_was_first_used_in() -> None:
    collector = get_metrics_collector()
    for _ in range(2):
        asyncio.run(collector.get_error_metrics(FROM_TIME, TO_TIME))


@pytest.mark.parametrize(
    "times", [(FROM_TIME.replace(tzinfo=UTC), TO_TIME.replace(tzinfo=UTC)), ("2026-11-16", "2026-11-17")]
)
def test_times_may_carry_a_zone_or_be_text(times: tuple[datetime | str, datetime | str]) -> None:
    assert asyncio.run(get_metrics_collector().get_error_metrics(*times))["total_traces"] == 0


def test_a_window_that_ends_before_it_starts_is_told_as_an_error_of_ours() -> None:
    with pytest.raises(errors.Unprocessable, match="from"):
        asyncio.run(get_metrics_collector().get_error_metrics(TO_TIME, FROM_TIME))


def test_a_score_that_nobody_gave_is_told_by_its_name() -> None:
    with pytest.raises(errors.Unprocessable, match="unheard of"):
        asyncio.run(get_metrics_collector().get_quality_metrics(FROM_TIME, TO_TIME, score="unheard of"))


def test_a_connection_can_be_given_instead_of_the_environment(server: Server) -> None:
    collector = get_metrics_collector(Connection(server.url, server.public_key, "sk-wrong"))
    with pytest.raises(errors.Unauthorized):
        asyncio.run(collector.get_dataset_stats())
