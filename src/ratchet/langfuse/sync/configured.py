"""What people configure: score configs, models, prompts with all their versions, comments."""

from collections.abc import Iterator

from ratchet.langfuse.sync.copying import Sync
from ratchet.langfuse.sync.remote import Remote, Row, quoted

API = "/api/public"


def sync_score_configs(sync: Sync) -> None:
    """Score configs, archived ones too."""
    sync.keep("score-configs", sync.source.rows(f"{API}/score-configs"), sync.source.count(f"{API}/score-configs"))


def sync_models(sync: Sync) -> None:
    """The models of the project, and not those that every Langfuse brings."""
    sync.keep("models", read_own_models(sync.source))


def sync_prompts(sync: Sync) -> None:
    """Every version of every prompt, with its number, the first ones first."""
    sync.keep("prompts", read_versions(sync.source))


def sync_comments(sync: Sync) -> None:
    """Comments on whatever is there."""
    sync.keep("comments", sync.source.rows(f"{API}/comments"), sync.source.count(f"{API}/comments"))


def read_own_models(source: Remote) -> Iterator[Row]:
    """The models of the project."""
    return (model for model in source.rows(f"{API}/models") if not model.get("isLangfuseManaged"))


def read_versions(source: Remote) -> Iterator[Row]:
    """Every version of every prompt as it was written, with what it includes left as it is."""
    for prompt in source.rows(f"{API}/v2/prompts"):
        for version in sorted(prompt["versions"]):
            yield source.get(f"{API}/v2/prompts/{quoted(prompt['name'])}", version=version, resolve="false")


def count_versions(source: Remote) -> int:
    """How many versions of prompts there are."""
    return sum(len(prompt["versions"]) for prompt in source.rows(f"{API}/v2/prompts"))
