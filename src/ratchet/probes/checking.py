"""Checking an answer: what has to be true of it, and what was found instead."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ratchet.domain.answer import AskFailure, Opinion
from ratchet.domain.probe import Check, Checked, CheckType
from ratchet.domain.qa import to_response
from ratchet.probes.run import Outcome
from ratchet.targets.reading import find_at, parse_path
from ratchet.text.patterns import matches
from ratchet.text.refusals import find_refusal

WITHOUT_CHECKS = (Check(type=CheckType.NOT_EMPTY),)
_REFUSAL_SENTENCES_MAX = 5
_SHOWN = 200
Finding = tuple[bool, str, float | None]


def check_outcome(checks: Sequence[Check], outcome: Outcome) -> tuple[Checked, ...]:
    """What came of every check; without any, an answer that is not empty will do."""
    return tuple(_check(check, outcome) for check in checks or WITHOUT_CHECKS)


def is_answered(checks: Sequence[Check], outcome: Outcome) -> bool:
    """Whether the target answered, or refused with a status that a check asks for."""
    is_about_status = any(check.type is CheckType.STATUS for check in checks)
    return outcome.reply.failure is None or (is_about_status and outcome.reply.status_code is not None)


def _check(check: Check, outcome: Outcome) -> Checked:
    is_about_answer = check.type not in (CheckType.STATUS, CheckType.LATENCY)
    if outcome.reply.failure is not None and is_about_answer:
        return Checked(type=check.type, is_ok=False, detail="There is no answer.")
    is_ok, detail, value = _CHECKS[check.type](check, outcome)
    return Checked(type=check.type, is_ok=is_ok, detail=detail, value=value)


def _contains(check: Check, outcome: Outcome) -> Finding:
    is_there = str(check.value).casefold() in _text_of(outcome).casefold()
    return is_there, f"{check.value!r} is {'' if is_there else 'not '}in the answer.", None


def _matches(check: Check, outcome: Outcome) -> Finding:
    is_there = matches(str(check.value), _text_of(outcome))
    return is_there, f"The answer {'matches' if is_there else 'does not match'} {check.value!r}.", None


def _json_equals(check: Check, outcome: Outcome) -> Finding:
    value = _json_of(outcome.reply.output)
    found = find_at(parse_path(check.path, "path"), value)
    if not found:
        return False, f"There is nothing at {check.path} in the answer.", None
    shown = json.dumps(found[0], ensure_ascii=False)[:_SHOWN]
    return found[0] == check.value, f"At {check.path} there is {shown}.", None


def _not_empty(_check: Check, outcome: Outcome) -> Finding:
    length = len(_text_of(outcome).strip())
    return length > 0, f"The answer has {length:,} characters." if length else "The answer is empty.", None


def _no_refusal(_check: Check, outcome: Outcome) -> Finding:
    refusal = find_refusal(_text_of(outcome), sentences_max=_REFUSAL_SENTENCES_MAX)
    return not refusal, f"It declines: {refusal[:_SHOWN]}" if refusal else "It does not decline.", None


def _score(check: Check, outcome: Outcome) -> Finding:
    given = [opinion for opinion in outcome.opinions if opinion.judge == check.judge]
    opinion = next((one for one in given if isinstance(one.value, int | float)), given[0] if given else None)
    if opinion is None:
        return False, f"There is no judge {check.judge!r} any more.", None
    if not isinstance(opinion.value, int | float):
        return False, f"{check.judge} gave no number: {_why_not(opinion)}", None
    value = float(opinion.value)
    return value >= check.value, f"{opinion.score_name} is {value:.3g}; it shall be {check.value:g} at least.", value


def _latency(check: Check, outcome: Outcome) -> Finding:
    took_ms = outcome.latency_ms
    is_hanging = outcome.reply.failure is AskFailure.TIMEOUT
    return took_ms <= check.value and not is_hanging, f"It took {took_ms:,.0f} ms, of {check.value:g} at most.", took_ms


def _status(check: Check, outcome: Outcome) -> Finding:
    status = outcome.reply.status_code
    wanted = " or ".join(str(one) for one in check.value)
    if status is None:
        return False, f"There was no response; it shall be {wanted}.", None
    return status in check.value, f"The status is {status}; it shall be {wanted}.", float(status)


_CHECKS: Mapping[CheckType, Callable[[Check, Outcome], Finding]] = {
    CheckType.CONTAINS: _contains,
    CheckType.MATCHES: _matches,
    CheckType.JSON_EQUALS: _json_equals,
    CheckType.NOT_EMPTY: _not_empty,
    CheckType.NO_REFUSAL: _no_refusal,
    CheckType.SCORE: _score,
    CheckType.LATENCY: _latency,
    CheckType.STATUS: _status,
}


def _text_of(outcome: Outcome) -> str:
    output = outcome.reply.output
    return to_response(output) or (json.dumps(output, ensure_ascii=False) if output not in (None, "") else "")


def _json_of(output: Any) -> Any:
    """The answer as JSON, also where it is a text that says some."""
    if not isinstance(output, str):
        return output
    try:
        return json.loads(output)
    except (ValueError, RecursionError):
        return output


def _why_not(opinion: Opinion) -> str:
    return opinion.detail or opinion.failure or opinion.label or str(opinion.value)
