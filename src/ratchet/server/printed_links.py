"""The addresses that Langfuse's SDKs print and its API answers with lead to the dashboard's pages."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse

router = APIRouter(include_in_schema=False)

Page = Literal["traces", "sessions", "users", "datasets", "experiments", "prompts", "scores", "settings"]


@router.get("/trace/{trace_id:path}")
def show_trace(trace_id: str) -> RedirectResponse:
    """What SDKs from before OpenTelemetry print, which know no project."""
    return RedirectResponse(f"/traces/{quote(trace_id, safe='/')}")


@router.get("/project/{project_id}")
def show_project(project_id: str) -> RedirectResponse:
    """The overview; whoever is signed in sees the project of their key."""
    del project_id
    return RedirectResponse("/")


@router.get("/project/{project_id}/datasets/{dataset_id}/runs/{run_id}")
def show_run(project_id: str, dataset_id: str, run_id: str) -> RedirectResponse:
    """A run, on the page of its dataset."""
    del project_id
    return RedirectResponse(f"/datasets/{quote(dataset_id, safe='')}?tab=runs&run={quote(run_id, safe='')}")


@router.get("/project/{project_id}/{page}")
def show_list(project_id: str, page: Page, request: Request) -> RedirectResponse:
    """A page."""
    return show_one(project_id, page, "", request)


@router.get("/project/{project_id}/{page}/{rest:path}")
def show_one(project_id: str, page: Page, rest: Annotated[str, Path()], request: Request) -> RedirectResponse:
    """What stands on a page below it: /traces/{id}, /experiments/results?baseline={id}."""
    del project_id
    path = f"/{page}/{quote(rest, safe='/')}" if rest else f"/{page}"
    return RedirectResponse(f"{path}?{request.url.query}" if request.url.query else path)
