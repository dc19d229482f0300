"""The routes that give examples: chosen for a query, or all that an application keeps at hand."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from ratchet.auth.guard import Caller
from ratchet.domain.few_shot import Example
from ratchet.fewshot.detecting import detect
from ratchet.fewshot.routes.dependencies import ProjectPantry
from ratchet.fewshot.schemas import DetectIn, DetectOut, PoolIn, PoolOut, SelectIn, SelectOut
from ratchet.fewshot.stock import read_stock
from ratchet.http.bounded import BoundedRoute
from ratchet.text.redaction import redact

router = APIRouter(prefix="/admin/few-shot", route_class=BoundedRoute, tags=["few-shot"])


@router.post("/select")
def select(pantry: ProjectPantry, sent: SelectIn) -> SelectOut:
    """Examples for a query: good answers to questions of the same type, never to the query itself."""
    from ratchet.fewshot.selection import choose  # noqa: PLC0415 - what compares texts takes a while to load

    settings = pantry.settings
    shelf = pantry.find_shelf(sent.dataset_name)
    query_type = sent.query_type or detect(sent.query, sent.dialogue_mode).query_type
    chosen = choose(shelf, sent.to_wish(query_type, settings), pantry.read_retired())
    if settings.redact if sent.redact is None else sent.redact:
        chosen = chosen._replace(examples=[_without_personal_data(example) for example in chosen.examples])
    return SelectOut.of(chosen, query_type, settings)


@router.get("/examples", response_model=PoolOut, responses={304: {"description": "They are as `If-None-Match` has it"}})
def list_examples(
    pantry: ProjectPantry,
    asked: Annotated[PoolIn, Query()],
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Response:
    """The examples that an application keeps at hand, best first, with the settings for them."""
    settings = pantry.settings
    min_score = settings.min_score if asked.min_score is None else asked.min_score
    stock = read_stock(pantry.find_shelf(asked.dataset_name), settings, pantry.read_retired(), min_score)
    headers = {"ETag": f'"{stock.version}-{asked.limit}"', "Cache-Control": "private, no-cache"}
    if if_none_match and headers["ETag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    examples = stock.take(asked.limit)
    shown = [_without_personal_data(example) for example in examples] if settings.redact else examples
    body = PoolOut.of(shown, settings, stock.version, is_evaluated=stock.is_evaluated)
    return Response(body.model_dump_json(), media_type="application/json", headers=headers)


@router.post("/detect")
def detect_type(_caller: Caller, sent: DetectIn) -> DetectOut:
    """The type of a query: as the application's mode says, else as its text does."""
    found = detect(sent.query, sent.dialogue_mode)
    return DetectOut(query_type=found.query_type, source=found.source)


def _without_personal_data(example: Example) -> Example:
    return replace(example, query=redact(example.query).text, response=redact(example.response).text)
