"""Calibrations of judges, in the record store."""

from dataclasses import asdict

from sqlalchemy import insert, select

from ratchet.domain.calibration import Calibration
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import judge_calibrations


def write_calibration(store: RecordStore, calibration: Calibration) -> None:
    """Store a calibration."""
    with store.write() as connection:
        connection.execute(insert(judge_calibrations).values(asdict(calibration)))


def read_calibrations(store: RecordStore, project_id: str, judge: str, *, limit: int) -> list[Calibration]:
    """A judge's calibrations, the newest first."""
    mine = (judge_calibrations.c.project_id == project_id) & (judge_calibrations.c.judge == judge)
    query = select(judge_calibrations).where(mine)
    newest = query.order_by(judge_calibrations.c.created_at.desc(), judge_calibrations.c.id).limit(limit)
    with store.read() as connection:
        return [Calibration(**row) for row in connection.execute(newest).mappings()]


def read_calibration_of_epoch(store: RecordStore, project_id: str, judge: str, epoch: str) -> Calibration | None:
    """The newest calibration of a judge as it scored in one epoch; none of another tells anything of it."""
    mine = (judge_calibrations.c.project_id == project_id) & (judge_calibrations.c.judge == judge)
    query = select(judge_calibrations).where(mine, judge_calibrations.c.epoch == epoch)
    newest = query.order_by(judge_calibrations.c.created_at.desc(), judge_calibrations.c.id).limit(1)
    with store.read() as connection:
        row = connection.execute(newest).mappings().one_or_none()
    return Calibration(**row) if row else None
