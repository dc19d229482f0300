"""/api/public/v2/prompts: versions of prompts, their labels, and prompts put together; and the first API of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from ratchet.auth.guard import Caller
from ratchet.domain.prompt import PRODUCTION, Reference
from ratchet.http.fields import invalid_field
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Records
from ratchet.langfuse.parameters import Parameters
from ratchet.langfuse.prompt_filter import PromptListParameters, to_conditions
from ratchet.langfuse.prompt_view import to_composed_prompt, to_listed_prompt, to_prompt
from ratchet.langfuse.routes.json_body import body_by, body_of
from ratchet.prompts.retrieval import compose_prompt, find_name, find_prompt
from ratchet.prompts.schemas import LabelsIn, PromptIn, parse_prompt
from ratchet.prompts.versions import add_labels, create_version, delete_prompt
from ratchet.store.records.prompt_list import count_prompts, find_prompts

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

Version = Annotated[int, Field(ge=1, lt=2**31)]
SentPrompt = Annotated[PromptIn, Depends(body_by(parse_prompt))]
SentLabels = Annotated[LabelsIn, Depends(body_of(LabelsIn))]


class VersionParameters(Parameters):
    """Which version of a prompt is meant."""

    version: Version | None = None
    label: str | None = None

    def check(self) -> None:
        """Raise `Invalid` when two versions could be meant."""
        if self.version and self.label:
            raise invalid_field("label", "A version is found by its number or by a label: send one of them")


class ReadParameters(VersionParameters):
    """Which version to read, and whether it is put together from what it includes."""

    resolve: bool = True


class FirstReadParameters(Parameters):
    """Which version to read, as Langfuse's first API asked."""

    name: str
    version: Version | None = None


@router.get("/v2/prompts")
def list_page(caller: Caller, records: Records, asked: Annotated[PromptListParameters, Query()]) -> dict[str, Any]:
    """A page of prompts by their names, each with those versions that meet the conditions."""
    conditions = to_conditions(asked)
    found = find_prompts(records, caller.project_id, conditions, limit=asked.limit, offset=asked.offset)
    total = count_prompts(records, caller.project_id, conditions)
    return {"data": [to_listed_prompt(summary) for summary in found], "meta": asked.meta(total)}


@router.post("/v2/prompts", status_code=201)
def create(caller: Caller, records: Records, sent: SentPrompt) -> dict[str, Any]:
    """Create a prompt, or its next version."""
    return to_prompt(create_version(records, caller.project_id, sent))


@router.get("/v2/prompts/{name:path}")
def read_one(name: str, caller: Caller, records: Records, asked: Annotated[ReadParameters, Query()]) -> dict[str, Any]:
    """One version, the one in production unless another is asked for, with everything that it includes."""
    asked.check()
    reference = Reference(name, asked.version or 0, asked.label or PRODUCTION)
    prompt = find_prompt(records, caller.project_id, reference)
    return to_composed_prompt(compose_prompt(records, prompt)) if asked.resolve else to_prompt(prompt)


@router.delete("/v2/prompts/{name:path}", status_code=204)
def delete(name: str, caller: Caller, records: Records, asked: Annotated[VersionParameters, Query()]) -> None:
    """Delete one version, the one with a label, or the whole prompt."""
    asked.check()
    name = find_name(records, caller.project_id, name)
    delete_prompt(records, caller.project_id, name, version=asked.version or 0, label=asked.label or "")


@router.patch("/v2/prompts/{name:path}/versions/{version}")
def label(
    name: str, version: Annotated[int, Path(ge=1, lt=2**31)], caller: Caller, records: Records, sent: SentLabels
) -> dict[str, Any]:
    """Give a version more labels; each leaves the version that had it."""
    name = find_name(records, caller.project_id, name)
    return to_prompt(add_labels(records, caller.project_id, name, version, sent.new_labels))


@router.get("/prompts")
def read_by_first_api(
    caller: Caller, records: Records, asked: Annotated[FirstReadParameters, Query()]
) -> dict[str, Any]:
    """One version, the one in production unless a number is asked for, with everything that it includes."""
    reference = Reference(asked.name, asked.version or 0, PRODUCTION)
    return to_composed_prompt(compose_prompt(records, find_prompt(records, caller.project_id, reference)))


@router.post("/prompts", status_code=201)
def create_by_first_api(caller: Caller, records: Records, sent: SentPrompt) -> dict[str, Any]:
    """Create a prompt, or its next version; one that `isActive` is in production."""
    return to_prompt(create_version(records, caller.project_id, sent))
