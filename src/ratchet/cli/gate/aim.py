"""What a gate asks: a target of the server by its name, an address, or a function."""

import json
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from ratchet.errors import Invalid
from ratchet.sdk.regression.endpoint import Request

Aim = str | Request | Callable[[Any], Any] | None

_FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


def parse_target(text: str | None, *, headers: Sequence[str], body: str | None, answer_path: str) -> Aim:
    """Whom `--target` means; raises `Invalid` for what is none of the three."""
    if text is not None and text.startswith(("http://", "https://")):
        return Request(url=text, body=_parse_body(body), headers=_parse_headers(headers), answer_path=answer_path)
    if headers or body is not None or answer_path:
        raise Invalid("--header, --body and --answer-path are for a --target that is an address.")
    return import_function(text) if text is not None and _FUNCTION.fullmatch(text) else text


def import_function(text: str) -> Callable[[Any], Any]:
    """`module:function`, looked for in the current directory too."""
    module_name, _, path = text.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        found: Any = import_module(module_name)
        for name in path.split("."):
            found = getattr(found, name)
    except (ImportError, AttributeError) as error:
        raise Invalid(f"--target {text}: {error}.") from error
    finally:
        sys.path.remove(str(Path.cwd()))
    if not callable(found):
        raise Invalid(f"--target {text} is no function.")
    return found


def _parse_headers(headers: Sequence[str]) -> dict[str, str]:
    pairs = [header.partition(":") for header in headers]
    wrong = next((name for name, colon, _ in pairs if not colon or not name.strip()), None)
    if wrong is not None:
        raise Invalid(f"--header {wrong!r} is no header. Write one such as 'Authorization: Bearer …'.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _parse_body(body: str | None) -> Any:
    try:
        return None if body is None else json.loads(body)
    except ValueError as error:
        raise Invalid(f'--body is no JSON ({error}). Write some such as {{"message": "{{{{query}}}}"}}.') from error
