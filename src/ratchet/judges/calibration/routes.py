"""The routes under /admin/judges that measure a judge against people."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records
from ratchet.judges.calibration.calibrating import calibrate, read_averages
from ratchet.judges.calibration.schemas import AverageIn, AverageOut, CalibrateIn, CalibrationOut, CalibrationsOut
from ratchet.judges.definitions import find_judge
from ratchet.store.records.judge_calibrations import read_calibrations

LISTED_MAX = 100

router = APIRouter(prefix="/admin/judges", route_class=BoundedRoute, tags=["judges"])


@router.post("/{name}/calibrate", status_code=201)
def calibrate_judge(
    *, caller: Caller, events: Events, records: Records, name: str, version: int | None = None, sent: CalibrateIn
) -> CalibrationOut:
    """Measure a judge's scores against people's of the same traces and spans, and keep what came of it."""
    judge = find_judge(records, caller.project_id, name, version)
    return CalibrationOut.of(calibrate(events, records, judge, sent))


@router.get("/{name}/calibrations")
def list_calibrations(caller: Caller, records: Records, name: str) -> CalibrationsOut:
    """What a judge's calibrations found, the newest first; at most 100."""
    find_judge(records, caller.project_id, name)
    found = read_calibrations(records, caller.project_id, name, limit=LISTED_MAX)
    return CalibrationsOut(calibrations=[CalibrationOut.of(calibration) for calibration in found])


@router.get("/{name}/average")
def show_average(
    *, caller: Caller, events: Events, records: Records, name: str, asked: Annotated[AverageIn, Query()]
) -> AverageOut:
    """A judge's averages over a time: uncorrected, and without the errors that its newest calibration found."""
    return read_averages(events, records, find_judge(records, caller.project_id, name), asked)
