"""Making, changing and finding targets."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ratchet.domain.target import Target, TargetKind
from ratchet.domain.template import OF_ITEM, OF_RUN, find_names, find_needed
from ratchet.errors import Conflict, NotFound, Unprocessable
from ratchet.http.fields import invalid_field
from ratchet.llm.sealing import seal
from ratchet.net.address import check_url
from ratchet.store.records import RecordStore
from ratchet.store.records.targets import insert_target, read_target, read_targets, update_target
from ratchet.targets.reading import parse_path
from ratchet.targets.schemas import TargetChange, TargetNew

_USUAL_BODY = {"query": "{{query}}", "twin_id": "{{twin_id}}"}
_CHAT_PATH = "/chat/completions"
_CHAT_ANSWER = "$.choices[0].message.content"
_ANY_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


def create_target(records: RecordStore, secret: str, project_id: str, sent: TargetNew) -> Target:
    """Make a target; raises `Conflict` when there is one of this name, `Invalid` for one that could not be asked."""
    if read_target(records, project_id, sent.name) is not None:
        raise Conflict(f"There is a target {sent.name!r} already. Change it with PATCH, or take another name.")
    now = datetime.now(UTC)
    target = Target(
        project_id=project_id,
        created_at=now,
        updated_at=now,
        sealed_headers=_seal(secret, sent.headers),
        header_names=tuple(sent.headers),
        **_preset(sent),
    )
    _check(target)
    return insert_target(records, target)


def change_target(records: RecordStore, secret: str, project_id: str, name: str, sent: TargetChange) -> Target:
    """Change a target; what is left out stays. Headers go only to the place that they were given for."""
    with records.lock(f"target {project_id} {name}"):
        known = find_target(records, project_id, name)
        changes = sent.model_dump(exclude={"headers"}, exclude_none=True)
        changed = replace(known, **changes, updated_at=datetime.now(UTC))
        if sent.headers is not None:
            changed = replace(changed, sealed_headers=_seal(secret, sent.headers), header_names=tuple(sent.headers))
        elif known.sealed_headers and _origin(changed.url) != _origin(known.url):
            raise invalid_field("headers", "Another address needs these again: what is stored is for the one before")
        _check(changed)
        update_target(records, changed)
    return changed


def find_target(records: RecordStore, project_id: str, name: str) -> Target:
    """The target of this name; raises `NotFound` when there is none."""
    target = None if "\0" in name else read_target(records, project_id, name)
    if target is None:
        raise NotFound(f"There is no target {name!r} in this project. GET /admin/targets lists those there are.")
    return target


def find_target_to_ask(records: RecordStore, project_id: str, name: str | None) -> Target:
    """The target of this name, else the project's default; raises `NotFound` saying what to do."""
    if name is not None:
        return find_target(records, project_id, name)
    target = next((one for one in read_targets(records, project_id) if one.is_default), None)
    if target is None:
        raise NotFound(
            "target: this project has no default target. Make one with POST /admin/targets, or name one with `target`."
        )
    return target


def check_variables(target: Target, variables: Mapping[str, Any]) -> None:
    """Raise `Unprocessable` naming a variable without which no request can be made."""
    given = {name for name, value in {**target.variables, **variables}.items() if value is not None}
    missing = (find_names(target.url) | find_needed(target.body)) - given - set(OF_ITEM)
    if missing:
        name = min(missing)
        field = name if name in OF_RUN else f"variables.{name}"
        message = f"The target {target.name!r} needs a value for {name!r}"
        raise Unprocessable(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})


def _preset(sent: TargetNew) -> dict[str, Any]:
    """What was said of a target, with what its preset says where nothing was."""
    said = sent.model_dump(exclude={"preset", "model", "headers"})
    if sent.kind is TargetKind.RELEASE:
        return said
    if sent.preset is None:
        return said | {"body": _USUAL_BODY if sent.body is None else sent.body}
    if not sent.model and sent.body is None:
        raise invalid_field("model", "Say which model a chat completion is asked of")
    return said | {
        "url": _to_chat_url(sent.url),
        "body": {"model": sent.model, "messages": "{{messages}}"} if sent.body is None else sent.body,
        "answer_path": sent.answer_path or _CHAT_ANSWER,
    }


def _to_chat_url(url: str) -> str:
    """The address of chat completions, where only that of the API is said."""
    path, mark, question = url.partition("?")
    return path.removesuffix(_CHAT_PATH).rstrip("/") + _CHAT_PATH + mark + question


def _check(target: Target) -> None:
    if target.kind is TargetKind.RELEASE:
        if not target.release:
            raise invalid_field("release", "Say which release's traces are the answers")
        return
    _check_url(target)
    for field in ("answer_path", "trace_id_path"):
        if path := getattr(target, field):
            parse_path(path, field)
    known = {*OF_ITEM, *OF_RUN, *target.variables}
    for field in ("url", "body"):
        unknown = find_names(getattr(target, field)) - known
        if unknown:
            name = min(unknown)
            raise invalid_field(
                field,
                f"There is no variable {name!r}. Use one of {', '.join((*OF_ITEM, *OF_RUN))}, or give {name!r} a value "
                "(null: every run says its own) in variables",
            )


def _check_url(target: Target) -> None:
    if not target.url:
        raise invalid_field("url", "Say where the endpoint is: https://example.com/chat")
    if "{{" in _origin(target.url):
        raise invalid_field("url", "Where requests go cannot depend on an item: variables belong behind the host")
    if "@" in _origin(target.url):
        raise invalid_field("url", "An address has no password; keys go into headers")
    check_url(_ANY_PLACEHOLDER.sub("x", target.url), allow_private=target.allow_private)


def _origin(url: str) -> str:
    before, slashes, behind = url.partition("://")
    return before + slashes + re.split(r"[/?#]", behind, maxsplit=1)[0]


def _seal(secret: str, headers: Mapping[str, str]) -> str:
    return seal(secret, json.dumps(dict(headers))) if headers else ""
