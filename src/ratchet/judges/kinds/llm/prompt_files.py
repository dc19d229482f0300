"""The prompts of built-in judges, read from their files."""

from functools import cache
from importlib.resources import files

from ratchet.errors import Invalid


@cache
def read_prompt(name: str, version: int = 1) -> str:
    """The text of a prompt in one version; raises `Invalid` when there is none."""
    file = files("ratchet.judges.prompts").joinpath(f"{name}.{version}.md")
    if not file.is_file():
        raise Invalid(f"parameters.prompt_version: There is no version {version} of the prompt {name!r}.")
    return file.read_text("utf-8").strip()


@cache
def latest_version(name: str) -> int:
    """The newest version of a prompt."""
    found = (file.name.split(".") for file in files("ratchet.judges.prompts").iterdir())
    return max(int(parts[1]) for parts in found if parts[0] == name and len(parts) == 3)
