"""Scores in figures: by name, with the configs that they name, and on a scale."""

from ratchet.domain.score import Score
from ratchet.domain.window import HOUR_NS, Interval, Window
from ratchet.store.events import EventStore
from ratchet.store.events.metrics import read_score_buckets, read_score_figures
from ratchet.store.events.scores import write_scores

NOON = 1_763_812_800 * 10**9
WINDOW = Window(NOON, NOON + HOUR_NS)


def write_stars(events: EventStore, project: str) -> None:
    values = {"a": 0.5, "b": 1.0, "c": 5.0, "": -2.0}
    write_scores(
        events,
        [
            Score(project, f"score {config}", "stars", "NUMERIC", NOON, value, config_id=config)
            for config, value in values.items()
        ],
    )


def test_figures_name_every_config_once(events: EventStore, project: str) -> None:
    write_stars(events, project)
    stars = read_score_figures(events, project, WINDOW)["stars"]
    assert (stars.count, stars.low, stars.high, stars.total) == (4, -2, 5, 4.5)
    assert sorted(stars.config_ids) == ["a", "b", "c"]


def test_buckets_hold_every_score_or_those_on_a_scale(events: EventStore, project: str) -> None:
    write_stars(events, project)
    [every] = read_score_buckets(events, project, WINDOW, Interval.HOUR, ["stars"])
    assert (every.count, every.low, every.high) == (4, -2, 5)
    [some] = read_score_buckets(events, project, WINDOW, Interval.HOUR, ["stars"], scale=(0, 1))
    assert (some.count, some.low, some.high) == (2, 0.5, 1)
