"""Runs the story of an SDK in its own environment against a server, and keeps what it told."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environments import NODE, node_modules_of, python_of

from ratchet.testing.server import Server

STORIES = Path(__file__).parent / "stories"
STORY: dict[str, Any] = json.loads((STORIES / "story.json").read_text())
PYTHONS = ("python_2", "python_3", "python_4", "python_5")
JAVASCRIPTS = ("javascript_3", "javascript_5")
SDKS = (*PYTHONS, *JAVASCRIPTS)
TOLD_WITHIN_S = 180
# What the person who runs the tests has set for applications of their own.
_FOREIGN = ("LANGFUSE_", "OTEL_", "OPENAI_", "LANGCHAIN_", "LANGSMITH_", "RATCHET_", "PYTHONPATH", "NODE_")


class StoryBroke(AssertionError):
    """A chapter raised, or the script did not come to its end."""


@dataclass(frozen=True)
class Telling:
    """What the story of one SDK told, and where it told it."""

    sdk: str
    server: Server
    chapters: Mapping[str, Any]
    complaints: str
    """Everything the SDK printed that was not the story."""

    def __getitem__(self, chapter: str) -> Any:
        """What a chapter told; raises `StoryBroke` with its traceback when it could not."""
        outcome = self.chapters[chapter]
        if "failed" in outcome:
            raise StoryBroke(f"{self.sdk} could not tell {chapter!r}:\n{outcome['failed']}\n{self.complaints}")
        return outcome["told"]

    def read(self, path: str, **parameters: Any) -> Any:
        """GET a path under /api/public, which must succeed."""
        with self.server.client() as client:
            answer = client.get(f"/api/public/{path}", params=parameters)
        assert answer.status_code == 200, f"{answer.request.url}: {answer.status_code} {answer.text}"
        return answer.json()


def tell(sdk: str, server: Server, script: str | None = None, **settings: str) -> Telling:
    """Run the story of an SDK (or another script in its environment) to its end."""
    done = subprocess.run(
        command_of(sdk, script or sdk),
        env=_environment(sdk, server) | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=TOLD_WITHIN_S,
    )
    *chatter, told = done.stdout.splitlines() or [""]
    complaints = "\n".join([*chatter, done.stderr])
    if done.returncode:
        raise StoryBroke(f"The story of {sdk} ended with {done.returncode}:\n{complaints}")
    return Telling(sdk, server, json.loads(told), complaints)


def command_of(sdk: str, script: str) -> list[str]:
    """What runs a story in the environment of an SDK; makes the environment first when it is not there."""
    if sdk in JAVASCRIPTS:
        return [NODE, str(STORIES / f"{script}.cjs")]
    return [python_of(sdk), str(STORIES / f"{script}.py")]


def _environment(sdk: str, server: Server) -> dict[str, str]:
    own = {
        "STORY_SDK": sdk,
        "LANGFUSE_HOST": server.url,
        "LANGFUSE_BASE_URL": server.url,
        "LANGFUSE_BASEURL": server.url,
        "LANGFUSE_PUBLIC_KEY": server.public_key,
        "LANGFUSE_SECRET_KEY": server.secret_key,
        "LANGFUSE_RELEASE": STORY["release"],
        "LANGFUSE_TRACING_ENVIRONMENT": STORY["environment"],
    }
    if sdk in JAVASCRIPTS:
        own["NODE_PATH"] = node_modules_of(sdk)
    return {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)} | own
