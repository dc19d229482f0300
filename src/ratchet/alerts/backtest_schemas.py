"""Backtests as /admin/alerts takes and shows them."""

from datetime import datetime

from pydantic import BaseModel, Field

from ratchet.alerts.backtest import Backtest, Replay, thin_out
from ratchet.alerts.preview_schemas import PreviewIn
from ratchet.domain.alert import AlertRule
from ratchet.domain.firing import AlertState
from ratchet.domain.window import from_ns
from ratchet.http.ranges import Moment

HOURS_MAX = 720


class BacktestIn(PreviewIn):
    """A rule that is stored, or one that is not yet, and the hours to replay it over."""

    hours: int = Field(168, ge=1, le=HOURS_MAX)
    to: Moment | None = Field(None, description="The end of the hours; now if not given")


class EpisodeOut(BaseModel):
    """A time in which the rule would have fired, with the worst value of it; `resolved_at` null: still at the end."""

    labels: dict[str, str]
    fired_at: datetime
    resolved_at: datetime | None
    minutes: float
    value: float | None
    samples: int
    message: str


class PointOut(BaseModel):
    """A look: the value over the window that ended then, and what it was held against."""

    at: datetime
    value: float | None
    samples: int
    threshold: float
    state: AlertState


class SeriesOut(BaseModel):
    """The looks at one group, at most 500: of those that lie together the worst."""

    labels: dict[str, str]
    points: list[PointOut]


class BacktestOut(BaseModel):
    """When a rule would have fired, how often and for how long."""

    start: datetime
    end: datetime
    step_minutes: int
    fired: int
    minutes_firing: float
    episodes: list[EpisodeOut]
    series: list[SeriesOut]
    groups_left_out: bool

    @classmethod
    def of(cls, rule: AlertRule, done: Backtest) -> "BacktestOut":
        """A backtest as it leaves."""
        end = from_ns(done.window.end)
        episodes = sorted(
            (episode for replay in done.replays for episode in _to_episodes(replay, end)),
            key=lambda episode: episode.fired_at,
        )
        return cls(
            start=from_ns(done.window.start),
            end=end,
            step_minutes=done.step_minutes,
            fired=len(episodes),
            minutes_firing=sum(episode.minutes for episode in episodes),
            episodes=episodes,
            series=[
                SeriesOut(
                    labels=dict(replay.labels),
                    points=[PointOut(**point._asdict()) for point in thin_out(rule, replay.points)],
                )
                for replay in done.replays
            ],
            groups_left_out=done.is_cut,
        )


def _to_episodes(replay: Replay, end: datetime) -> list[EpisodeOut]:
    return [
        EpisodeOut(
            labels=dict(episode.labels),
            fired_at=episode.fired_at,
            resolved_at=episode.resolved_at,
            minutes=((episode.resolved_at or end) - episode.fired_at).total_seconds() / 60,
            value=episode.value,
            samples=episode.samples,
            message=episode.message,
        )
        for episode in replay.episodes
    ]
