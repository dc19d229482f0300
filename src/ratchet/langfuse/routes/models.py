"""/api/public/models: what models cost, by what is published and by what a project says for itself."""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Path, Query

from ratchet.auth.guard import Caller
from ratchet.errors import Forbidden, NotFound
from ratchet.http.fields import FreeId
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Records
from ratchet.langfuse.model_body import ModelIn
from ratchet.langfuse.model_view import to_model
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.prices.published_models import find_published_model, published_models
from ratchet.store.records.models import delete_model, read_model, read_models, write_model

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

SentModel = Annotated[ModelIn, Depends(body_of(ModelIn))]
ModelId = Annotated[FreeId, Path()]


@router.get("/models")
def list_page(caller: Caller, records: Records, asked: Annotated[PageParameters, Query()]) -> dict[str, Any]:
    """A page of models: the project's own in the order in which they win, then the published ones."""
    models = [*read_models(records, caller.project_id), *published_models()]
    page = models[asked.offset : asked.offset + asked.limit]
    return {"data": [to_model(model) for model in page], "meta": asked.meta(len(models))}


@router.post("/models")
def create(caller: Caller, records: Records, sent: SentModel) -> dict[str, Any]:
    """Say what a model costs; it comes before what is published."""
    return to_model(write_model(records, sent.to_model(caller.project_id, str(uuid4()))))


@router.get("/models/{model_id:path}")
def read_one(model_id: ModelId, caller: Caller, records: Records) -> dict[str, Any]:
    """One model, of the project or published."""
    model = read_model(records, caller.project_id, model_id) or find_published_model(model_id)
    if model is None:
        raise _not_found(model_id)
    return to_model(model)


@router.put("/models/{model_id:path}")
def replace(model_id: ModelId, caller: Caller, records: Records, sent: SentModel) -> dict[str, Any]:
    """Create a model with this id, or replace it."""
    _check_own(model_id)
    return to_model(write_model(records, sent.to_model(caller.project_id, model_id)))


@router.delete("/models/{model_id:path}", status_code=204)
def delete(model_id: ModelId, caller: Caller, records: Records) -> None:
    """Delete a model of the project; calls that are priced already keep their cost."""
    _check_own(model_id)
    if not delete_model(records, caller.project_id, model_id):
        raise _not_found(model_id)


def _check_own(model_id: str) -> None:
    if find_published_model(model_id) is not None:
        raise Forbidden(f"Model {model_id} is a published one. Create one of your own with its name to override it.")


def _not_found(model_id: str) -> NotFound:
    return NotFound(f"Model {model_id} not found within authorized project")
