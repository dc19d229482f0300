"""/api/public/v2/evaluation-rules: which observations evaluators look at."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.auth.guard import Caller
from ratchet.http.state import Events, Records, ServerSecret
from ratchet.judges.kinds.kind import Surroundings
from ratchet.langfuse.evaluation_rule_body import RuleChange, RuleIn
from ratchet.langfuse.evaluation_rules import delete_rule, find_rule, find_rules, store_rule
from ratchet.langfuse.evaluator_view import to_rule
from ratchet.langfuse.routes.evaluation_errors import EvaluationRoute
from ratchet.langfuse.routes.evaluators import CursorParameters
from ratchet.langfuse.routes.json_body import body_of

router = APIRouter(prefix="/api/public/v2/evaluation-rules", route_class=EvaluationRoute, tags=["langfuse"])

SentRule = Annotated[RuleIn, Depends(body_of(RuleIn))]
SentChange = Annotated[RuleChange, Depends(body_of(RuleChange))]


@router.get("")
def list_some(caller: Caller, records: Records, asked: Annotated[CursorParameters, Query()]) -> dict[str, Any]:
    """Rules, the newest first."""
    page, meta = asked.slice(find_rules(records, caller.project_id), lambda rule: (rule.created_at, rule.id))
    return {"data": [to_rule(rule) for rule in page], "meta": meta}


@router.post("", status_code=201)
def create(caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: SentRule) -> dict[str, Any]:
    """Make a rule; from now on judges carry it out."""
    surroundings = Surroundings(caller.project_id, records, secret)
    return to_rule(store_rule(events, surroundings, sent.to_rule(caller.project_id)))


@router.get("/{rule_id}")
def read_one(rule_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """One rule."""
    return to_rule(find_rule(records, caller.project_id, rule_id))


@router.patch("/{rule_id}")
def change(
    *, rule_id: str, caller: Caller, events: Events, records: Records, secret: ServerSecret, sent: SentChange
) -> dict[str, Any]:
    """Change a rule."""
    before = find_rule(records, caller.project_id, rule_id)
    surroundings = Surroundings(caller.project_id, records, secret)
    return to_rule(store_rule(events, surroundings, sent.apply(before), before))


@router.delete("/{rule_id}")
def delete(rule_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """Delete a rule; evaluators and scores stay."""
    delete_rule(records, find_rule(records, caller.project_id, rule_id))
    return {"id": rule_id}
