"""Reading prompts as applications use them: put together from what they include."""

from dataclasses import replace
from urllib.parse import unquote

from ratchet.domain.prompt import Prompt, Reference
from ratchet.errors import NotFound
from ratchet.prompts.composition import Composition, compose
from ratchet.store.records import RecordStore
from ratchet.store.records.prompts import read_last_version, read_prompt


def find_name(records: RecordStore, project_id: str, name: str) -> str:
    """The name of a prompt as it is stored; raises `NotFound`. An SDK that encodes names twice is understood, too."""
    for candidate in dict.fromkeys((name, unquote(name))):
        if read_last_version(records, project_id, candidate):
            return candidate
    raise NotFound(f"Prompt not found: {name!r}")


def find_prompt(records: RecordStore, project_id: str, reference: Reference) -> Prompt:
    """The version that is asked for, as it is stored; raises `NotFound`."""
    for name in dict.fromkeys((reference.name, unquote(reference.name))):
        found = read_prompt(records, project_id, replace(reference, name=name))
        if found is not None:
            return found
    raise NotFound(f"Prompt not found: {reference}")


def compose_prompt(records: RecordStore, prompt: Prompt) -> Composition:
    """A stored version with everything that it includes."""
    return compose(prompt, lambda reference: read_prompt(records, prompt.project_id, reference))
