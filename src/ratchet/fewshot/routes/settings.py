"""The routes for how a project chooses examples."""

from datetime import UTC, datetime

from fastapi import APIRouter

from ratchet.auth.guard import Caller
from ratchet.fewshot.likeness import check_likeness
from ratchet.fewshot.schemas import SettingsIn, SettingsOut
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Records
from ratchet.store.records.few_shot import read_few_shot_settings, write_few_shot_settings

router = APIRouter(prefix="/admin/few-shot", route_class=BoundedRoute, tags=["few-shot"])


@router.get("/settings")
def show(caller: Caller, records: Records) -> SettingsOut:
    """How the project chooses examples; as Ratchet does by itself until it says otherwise."""
    return SettingsOut.of(read_few_shot_settings(records, caller.project_id))


@router.put("/settings")
def put(caller: Caller, records: Records, sent: SettingsIn) -> SettingsOut:
    """Say how the project chooses examples; what is left out is as it is without settings."""
    settings = sent.to_settings(datetime.now(UTC))
    check_likeness(records, caller.project_id, settings)
    write_few_shot_settings(records, caller.project_id, settings)
    return SettingsOut.of(settings)
