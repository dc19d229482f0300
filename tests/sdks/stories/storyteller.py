"""Tells a story chapter by chapter, and prints what became of each as JSON: what it told, or why it could not."""

import base64
import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

SDK = os.environ["STORY_SDK"]
STORY: dict[str, Any] = json.loads(Path(__file__).with_name("story.json").read_text())
PICTURE = base64.b64decode(STORY["picture"])


def tell(client: Any, *chapters: Callable[[Any], Any]) -> None:
    """Run each chapter with the client, whatever became of those before, and print what they give by their names."""
    print(json.dumps({chapter.__name__: _tell(chapter, client) for chapter in chapters}))


def _tell(chapter: Callable[[Any], Any], client: Any) -> dict[str, Any]:
    try:
        return {"told": chapter(client)}
    except Exception:  # noqa: BLE001 - it is reported, and the next chapter has its chance
        return {"failed": traceback.format_exc()}
