"""Uptime as /admin/probes shows it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from ratchet.domain.window import Window, from_ns
from ratchet.http.ranges import HOURS_MAX
from ratchet.probes.schemas import ProbeOut
from ratchet.store.events.probe_results import Uptime, UptimeSeries

STEPS_MAX = 500


class UptimeIn(BaseModel):
    """How far back uptime is asked about, and into how many steps it is cut."""

    model_config = ConfigDict(extra="forbid")

    hours: int = Field(24, ge=1, le=HOURS_MAX)
    steps: int = Field(48, ge=1, le=STEPS_MAX)


class ResultsIn(BaseModel):
    """Which results are asked for."""

    model_config = ConfigDict(extra="forbid")

    hours: int = Field(24, ge=1, le=HOURS_MAX)
    failed: bool = Field(False, description="Only what was not fine")
    limit: int = Field(100, ge=1, le=1000)


class UptimeOut(BaseModel):
    """What the runs of a stretch of time come to; nothing is known where there were none."""

    at: datetime
    runs: int
    failed: int
    missed: int
    uptime: float | None = Field(description="The share of runs that were fine, in percent")
    latency_ms_p50: float | None
    latency_ms_p95: float | None
    scores: dict[str, float] = Field(description="The mean of each score")

    @classmethod
    def of(cls, uptime: Uptime, at: int) -> "UptimeOut":
        """A stretch as it leaves."""
        share = round(100 * (uptime.runs - uptime.failed) / uptime.runs, 3) if uptime.runs else None
        return cls(
            at=from_ns(at),
            runs=uptime.runs,
            failed=uptime.failed,
            missed=uptime.missed,
            uptime=share,
            latency_ms_p50=uptime.latency_ms_p50,
            latency_ms_p95=uptime.latency_ms_p95,
            scores=dict(uptime.scores),
        )


class UptimesOut(BaseModel):
    """The uptime of a window as a whole, and of its steps."""

    hours: int
    step_s: float
    whole: UptimeOut
    steps: list[UptimeOut]

    @classmethod
    def of(cls, series: UptimeSeries, window: Window, step_ns: int) -> "UptimesOut":
        """Every step of a window, those without runs too."""
        places = range(-(-(window.end - window.start) // step_ns))
        steps = [UptimeOut.of(series.steps.get(place, Uptime()), window.start + place * step_ns) for place in places]
        return cls(
            hours=int(window.hours),
            step_s=step_ns / 1e9,
            whole=UptimeOut.of(series.whole, window.start),
            steps=steps,
        )


class ProbeWithUptimeOut(ProbeOut):
    """A probe with where it stands, and how it fared."""

    uptime: UptimesOut


class ProbesOut(BaseModel):
    """The probes of a project by their names."""

    probes: list[ProbeWithUptimeOut]
