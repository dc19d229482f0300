"""/api/public/score-configs: what a project has agreed on about its scores."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.auth.guard import Caller
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Records
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.langfuse.score_config_view import to_score_config
from ratchet.scores.config_schemas import ConfigChangeIn, ConfigIn
from ratchet.scores.configs import change_config, define_config, read_config
from ratchet.store.records.score_configs import count_score_configs, list_score_configs

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


@router.post("/score-configs")
def create(caller: Caller, records: Records, sent: Annotated[ConfigIn, Depends(body_of(ConfigIn))]) -> dict[str, Any]:
    """Define a config; beside Langfuse's fields it takes `quality`, and an `id` of the caller's choice."""
    return to_score_config(define_config(records, caller.project_id, sent))


@router.get("/score-configs")
def list_page(caller: Caller, records: Records, asked: Annotated[PageParameters, Query()]) -> dict[str, Any]:
    """A page of configs, the newest first."""
    configs = list_score_configs(records, caller.project_id, limit=asked.limit, offset=asked.offset)
    return {
        "data": [to_score_config(config) for config in configs],
        "meta": asked.meta(count_score_configs(records, caller.project_id)),
    }


@router.get("/score-configs/{config_id:path}")
def read_one(config_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """One config."""
    return to_score_config(read_config(records, caller.project_id, config_id))


@router.patch("/score-configs/{config_id:path}")
def change(
    config_id: str, caller: Caller, records: Records, sent: Annotated[ConfigChangeIn, Depends(body_of(ConfigChangeIn))]
) -> dict[str, Any]:
    """Change a config, archive or restore it; scores that are stored stay as they are."""
    return to_score_config(change_config(records, caller.project_id, config_id, sent))
